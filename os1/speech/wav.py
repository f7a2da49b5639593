"""Writing WAV files, whole or not at all."""

import contextlib
import struct
import uuid
from pathlib import Path
from typing import IO

from os1.core.audio import BYTES_PER_FRAME
from os1.errors import AudioFileError

_SUFFIXES = ("", ".wav", ".wave")
_MAX_BYTES = 2**32 - 100
"""What a WAV header can count, less the header itself."""


class WavWriter:
    """A WAV file in the making, under another name until `commit`.

    sample_rate: in Hz. Every method raises AudioFileError; the unfinished file is
    then gone, and an older file of that name is as it was.
    """

    def __init__(self, path: str | Path, sample_rate: int) -> None:
        self.path = Path(path)
        self.sample_rate = sample_rate
        self._byte_count = 0
        self._target = _checked_target(self.path)
        self._temporary = self._target.with_name(f".{self._target.name}.{uuid.uuid4().hex[:8]}")
        self._file: IO[bytes] | None = None
        try:
            self._file = self._temporary.open("xb")
            self._file.write(_header(sample_rate, 0))
        except OSError as error:
            raise self._failed(error) from error

    @property
    def duration_s(self) -> float:
        """How much has been written, in seconds."""
        return self._byte_count / BYTES_PER_FRAME / self.sample_rate

    def write(self, pcm: bytes) -> None:
        """Add mono signed 16-bit samples."""
        if self._file is None:
            return
        if self._byte_count + len(pcm) > _MAX_BYTES:
            raise self._failed(OSError("a WAV file cannot hold more than 4 GB"))
        try:
            self._file.write(pcm)
        except OSError as error:
            raise self._failed(error) from error
        self._byte_count += len(pcm)

    def commit(self) -> None:
        """Finish the file and give it its name; does nothing after `discard`."""
        if self._file is None:
            return
        try:
            self._file.seek(0)
            self._file.write(_header(self.sample_rate, self._byte_count))
            self._file.close()
            self._temporary.replace(self._target)
        except OSError as error:
            raise self._failed(error) from error
        self._file = None

    def discard(self) -> None:
        """Leave nothing behind; does nothing after `commit`."""
        file, self._file = self._file, None
        if file is None:
            return
        # Closing flushes, and may meet the full disk once more.
        with contextlib.suppress(OSError):
            file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)

    def _failed(self, error: Exception) -> AudioFileError:
        reason = getattr(error, "strerror", None) or error
        self.discard()
        return AudioFileError(
            f"Cannot write {self.path}: {reason}.",
            "Choose a folder that you may write to and that has room.",
        )


def _header(sample_rate: int, byte_count: int) -> bytes:
    """The 44 bytes in front of mono 16-bit samples, as RIFF WAVE has them."""
    byte_rate = sample_rate * BYTES_PER_FRAME
    layout = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, 1, sample_rate, byte_rate, BYTES_PER_FRAME, 16
    )
    riff = struct.pack("<4sI4s", b"RIFF", 36 + byte_count, b"WAVE")
    return riff + layout + struct.pack("<4sI", b"data", byte_count)


def _checked_target(path: Path) -> Path:
    """The file to write; a link stays a link, and what it leads to is replaced."""
    if path.suffix.lower() not in _SUFFIXES:
        raise AudioFileError(
            f"Cannot write {path}: only WAV files are written.", "Give it a name ending in .wav."
        )
    try:
        if path.is_dir():
            raise AudioFileError(f"{path} is a folder.", "Add a file name, such as said.wav.")
        if path.exists() and not path.is_file():
            raise AudioFileError(f"{path} is not an ordinary file.", "Choose another name.")
        if not path.absolute().parent.is_dir():
            raise AudioFileError(
                f"There is no folder {path.parent} to write {path.name} into.", "Make it first."
            )
        return path.resolve()
    except (OSError, ValueError) as error:
        raise AudioFileError(f"Cannot write {path}: {error}.", "Choose another name.") from error


def write_wav(path: str | Path, pcm: bytes, sample_rate: int) -> None:
    """Write mono signed 16-bit samples as a WAV file. Raises AudioFileError."""
    writer = WavWriter(path, sample_rate)
    try:
        writer.write(pcm)
        writer.commit()
    finally:
        writer.discard()
