"""Unpack an archive nobody has to trust: zip, tar, tar.gz.

Every entry is judged before it touches the disk, and what is written is counted,
whatever the archive claims. Nothing but plain files and folders is ever made, all
of them under the destination.
"""

import errno
import gzip
import io
import lzma
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from os1.errors import DownloadError

_BLOCK_BYTES = 1 << 20
# tarfile reads ahead by this much at most, and headers beyond it are no honest ones.
_TAR_SLACK_BYTES = 1 << 20
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    gzip.BadGzipFile,
    EOFError,
    NotImplementedError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may become. The ratio counts once over 10 MB: below, it does no harm."""

    entries: int = 10_000
    depth: int = 16
    total_bytes: int = 8_000_000_000
    ratio: int = 100
    ratio_from_bytes: int = 10_000_000


@dataclass(slots=True)
class _Guard:
    """Judges names, counts entries and bytes; raises DownloadError at the first offence."""

    archive: Path
    archive_bytes: int
    limits: Limits
    entries: int = 0
    total_bytes: int = 0
    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def path(self, name: str, *, is_folder: bool) -> tuple[str, ...]:
        """The parts of a harmless relative path; () for the archive's own top."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise self.refusal(f"it has more than {self.limits.entries:,} entries")
        parts = tuple(part for part in name.rstrip("/").split("/") if part != ".")
        too_deep = len(parts) > self.limits.depth
        if too_deep or name.startswith("/") or any(not _is_harmless(part) for part in parts):
            raise self.refusal(f"{name!r} is not a safe path")
        self._claim(name, parts, is_folder=is_folder)
        return parts

    def count(self, size_bytes: int) -> None:
        """Bytes that will be, or were, written."""
        self.total_bytes += size_bytes
        in_proportion = max(self.archive_bytes * self.limits.ratio, self.limits.ratio_from_bytes)
        allowed = min(self.limits.total_bytes, in_proportion)
        if self.total_bytes > allowed:
            raise self.refusal(f"it would grow past {allowed / 1e6:,.0f} MB")

    def refusal(self, reason: str) -> DownloadError:
        return DownloadError(
            f"{self.archive.name} was not unpacked: {reason}.",
            "Nothing was installed. Do not use this file; fetch it again from its publisher.",
        )

    def _claim(self, name: str, parts: tuple[str, ...], *, is_folder: bool) -> None:
        """No two entries may meet in one place, on any system's idea of equal names."""
        keys = [
            "/".join(unicodedata.normalize("NFC", part).casefold() for part in parts[:depth])
            for depth in range(1, len(parts) + 1)
        ]
        if not keys:
            if is_folder:
                return
            raise self.refusal(f"{name!r} is not a safe path")
        parents = keys if is_folder else keys[:-1]
        if any(key in self._files for key in keys):
            raise self.refusal(f"{name!r} is in it twice")
        self._folders.update(parents)
        if not is_folder:
            if keys[-1] in self._folders:
                raise self.refusal(f"{name!r} is in it twice")
            self._files.add(keys[-1])


def unpack(archive: Path, destination: Path, limits: Limits | None = None) -> Path:
    """Unpack into an existing, empty folder; the folder that holds the content.

    That is the archive's single top folder if it has one. Raises DownloadError if
    the archive is damaged or not to be trusted, OSError if the disk is at fault;
    what was written by then is left to the caller.
    """
    guard = _Guard(archive, archive.stat().st_size, limits or Limits())
    try:
        if zipfile.is_zipfile(archive):
            _unpack_zip(archive, destination, guard)
        else:
            _unpack_tar(archive, destination, guard)
    except _UNREADABLE as error:
        raise guard.refusal(f"it is damaged, or no zip or tar.gz archive ({error})") from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # Not the disk: an offset in the archive led to before its beginning.
        raise guard.refusal("it is damaged, or no zip or tar.gz archive") from error
    content = list(destination.iterdir())
    return content[0] if len(content) == 1 and content[0].is_dir() else destination


def unpacked_size_bytes(archive: Path) -> int | None:
    """What a zip says it will take on disk; None for anything else."""
    try:
        with zipfile.ZipFile(archive) as file:
            return sum(info.file_size for info in file.infolist())
    except _UNREADABLE:
        return None


def _unpack_zip(archive: Path, destination: Path, guard: _Guard) -> None:
    with zipfile.ZipFile(archive) as file:
        planned = list(_plan_zip(file, guard))
        guard.total_bytes = 0  # declared so far; now count what is really written
        for info, parts in planned:
            target = destination.joinpath(*parts)
            if info.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            with file.open(info) as source:
                _write(source, target, guard)


def _plan_zip(
    file: zipfile.ZipFile, guard: _Guard
) -> Iterator[tuple[zipfile.ZipInfo, tuple[str, ...]]]:
    for info in file.infolist():
        # `filename` is already tidied up; what was really written is to be judged.
        written = info.orig_filename
        parts = guard.path(written, is_folder=written.endswith("/"))
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise guard.refusal(f"{info.filename!r} is a link or a device")
        if info.flag_bits & 1:
            raise guard.refusal("it is encrypted")
        guard.count(info.file_size)
        if not _is_finder_litter(parts):
            yield info, parts


def _unpack_tar(archive: Path, destination: Path, guard: _Guard) -> None:
    with archive.open("rb") as raw:
        compressed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if compressed else raw
        bounded = _Bounded(stream, guard)
        with tarfile.open(fileobj=bounded, mode="r|") as file:
            while True:
                bounded.allow(_TAR_SLACK_BYTES)
                member = file.next()
                if member is None:
                    return
                bounded.allow(member.size + _TAR_SLACK_BYTES)
                _unpack_member(file, member, destination, guard)


def _unpack_member(
    file: tarfile.TarFile, member: tarfile.TarInfo, destination: Path, guard: _Guard
) -> None:
    # Not isreg(): that is also true of sparse files, which grow from nothing.
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE):
        raise guard.refusal(f"{member.name!r} is a link or a device")
    if member.sparse is not None:
        raise guard.refusal(f"{member.name!r} is a sparse file")
    parts = guard.path(member.name, is_folder=member.isdir())
    target = destination.joinpath(*parts)
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    source = file.extractfile(member)
    if source is None:
        raise guard.refusal(f"{member.name!r} has no content")
    if _is_finder_litter(parts):
        return
    with source:
        _write(source, target, guard)


class _Bounded(io.BufferedIOBase):
    """A stream that gives only as much as was allowed: headers can claim any length."""

    def __init__(self, stream: gzip.GzipFile | io.BufferedReader, guard: _Guard) -> None:
        super().__init__()
        self._stream = stream
        self._guard = guard
        self._left = _TAR_SLACK_BYTES

    def allow(self, size_bytes: int) -> None:
        self._left = size_bytes

    def read(self, size_bytes: int | None = -1, /) -> bytes:
        data = self._stream.read(size_bytes)
        self._left -= len(data)
        if self._left < 0:
            raise self._guard.refusal("a header in it is far too long")
        return data


def _write(source: IO[bytes], target: Path, guard: _Guard) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        while block := source.read(_BLOCK_BYTES):
            guard.count(len(block))
            file.write(block)


def _is_harmless(part: str) -> bool:
    """Whether a name stays where it is put, here and on other systems."""
    return (
        part not in ("", "..")
        and part.isprintable()
        and not any(character in '\\:*?"<>|' for character in part)
        and not part.endswith((" ", "."))
        and not _RESERVED.fullmatch(part)
    )


def _is_finder_litter(parts: tuple[str, ...]) -> bool:
    """macOS adds a shadow tree to the archives it makes; it is no part of a model."""
    return bool(parts) and (parts[0] == "__MACOSX" or parts[-1] == ".DS_Store")
