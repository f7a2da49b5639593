"""Opening and decoding recordings made by others.

Whatever a file claims about itself is doubted: headers lie, data breaks off,
samples are not numbers.
"""

import stat
from pathlib import Path
from typing import Any

from os1.errors import AudioFileError
from os1.speech.resample import Samples, to_mono

_BLOCK_SAMPLES = 65_536
_RATES_HZ = range(1_000, 768_001)
_FRAMES_PER_BYTE = 20_000
"""More than any format can pack into a byte of file, even of pure silence."""

_KNOWN = "Give a WAV, FLAC, OGG or MP3 recording."
RECORD_AGAIN = "Record or export it again."


def open_recording(path: Path) -> Any:
    """The file as libsndfile sees it. Raises AudioFileError."""
    _check_readable(path)
    soundfile = load_soundfile()
    try:
        file = soundfile.SoundFile(str(path))
    except (soundfile.LibsndfileError, RuntimeError, TypeError, ValueError, OSError) as error:
        # A TypeError is how soundfile answers to a name that ends in .raw.
        detail = str(getattr(error, "error_string", "")).strip().rstrip(".")
        if not detail or "unknown format" in detail.lower() or "not recognised" in detail.lower():
            raise AudioFileError(f"{path} is not a recording that can be read.", _KNOWN) from error
        raise AudioFileError(f"{path} is damaged: {detail}.", RECORD_AGAIN) from error
    if file.samplerate not in _RATES_HZ:
        rate = file.samplerate
        file.close()
        raise AudioFileError(
            f"{path} is damaged: it claims {rate} samples a second, which no recording has.",
            RECORD_AGAIN,
        )
    return file


def _check_readable(path: Path) -> None:
    """Raises AudioFileError unless this is a file that can be opened and has content."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise AudioFileError(f"{path} is a folder, not a recording.", _KNOWN)
        if not stat.S_ISREG(status.st_mode):
            raise AudioFileError(f"{path} is not an ordinary file.", _KNOWN)
        with path.open("rb") as file:
            content = file.read(1)
    except FileNotFoundError as error:
        raise AudioFileError(f"There is no file {path}.", "Check its name.") from error
    except PermissionError as error:
        raise AudioFileError(
            f"{path} may not be read by you.", "Change its permissions, or copy it."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AudioFileError(f"Cannot read {path}: {reason}.", "Check its name.") from error
    if not content:
        raise AudioFileError(f"{path} is empty.", RECORD_AGAIN)


def load_soundfile() -> Any:
    """The soundfile module. Raises AudioFileError where its library does not load."""
    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise AudioFileError(
            "Recordings cannot be read: the libsndfile library does not load.",
            "Install it: sudo apt install libsndfile1, or pip install --force-reinstall soundfile.",
        ) from error
    return soundfile


def believable_duration_s(file: Any, path: Path) -> float | None:
    """What the header says, unless so much sound cannot be in so small a file."""
    frames = int(file.frames)
    if not 0 < frames <= path.stat().st_size * _FRAMES_PER_BYTE:
        return None
    return frames / float(file.samplerate)


def read_block(file: Any, path: Path, position_s: float) -> Samples:
    """The next mono samples, at the file's own rate; none at its end. Raises AudioFileError."""
    try:
        frames = max(1, _BLOCK_SAMPLES // file.channels)
        return to_mono(file.read(frames, dtype="float32", always_2d=True))
    except (RuntimeError, OSError, ValueError, MemoryError) as error:
        detail = str(getattr(error, "error_string", error)).strip().rstrip(".")
        raise AudioFileError(
            f"{path} is damaged {position_s:.1f} s from its beginning: {detail}.", RECORD_AGAIN
        ) from error
