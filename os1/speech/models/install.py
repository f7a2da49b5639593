"""Put a model in place: checked, unpacked beside its destination, and there all at once.

A crash at any moment leaves either no model or a whole one.
"""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from os1.errors import DownloadError, ModelCorrupt, StorageError
from os1.speech.models.catalog import CatalogModel
from os1.speech.models.download import Progress, Remote, discard_partial, download
from os1.speech.models.manifest import MANIFEST_NAME, Manifest, record_files
from os1.speech.models.store import changing, folder_size_bytes, temporary_folder
from os1.speech.models.unpack import unpack, unpacked_size_bytes
from os1.speech.models.vosk import check_vosk_model


@dataclass(frozen=True, slots=True)
class Origin:
    """What the record of an installation says of where it came from."""

    language: str
    licence: str
    source: str


def partial_file(model: CatalogModel, cache_dir: Path) -> Path:
    """Where a download under way is kept."""
    return cache_dir / "downloads" / f"{model.name}.part"


def install_from_catalog(
    model: CatalogModel,
    models_dir: Path,
    cache_dir: Path,
    progress: Progress,
    timeout_s: float = 30.0,
) -> Path:
    """Download and install; the model's folder. What was there by that name is replaced.

    Raises DownloadError, ModelCorrupt (an archive that holds no Vosk model),
    StorageError, or ModelError if another process is installing.
    """
    partial = partial_file(model, cache_dir)
    with changing(models_dir):
        arrived = partial.stat().st_size if partial.exists() else 0
        _require_space({cache_dir: model.size_bytes - arrived, models_dir: model.installed_bytes})
        download(Remote(model.url, model.size_bytes, model.sha256), partial, progress, timeout_s)
        origin = Origin(model.language, model.licence, model.url)
        try:
            folder = _install_archive(partial, model.name, origin, models_dir, model.sha256)
        except (DownloadError, ModelCorrupt):
            discard_partial(partial)
            raise
        with contextlib.suppress(OSError):
            discard_partial(partial)
    return folder


def install_from_archive(
    archive: Path, name: str, origin: Origin, models_dir: Path, expected_sha256: str = ""
) -> Path:
    """Install from a zip, tar or tar.gz on this computer; raises as `install_from_catalog`.

    expected_sha256: refuse any other archive; "" if nothing is known of it.
    """
    try:
        with archive.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(f"Cannot read {archive}: {error.strerror or error}.") from error
    if expected_sha256 and digest != expected_sha256:
        raise DownloadError(
            f"{archive} is not {name}: its sha256 is {digest}, expected {expected_sha256}.",
            "Fetch it again; if it is another model on purpose, give it another --name.",
        )
    with changing(models_dir):
        return _install_archive(archive, name, origin, models_dir, digest)


def install_from_folder(folder: Path, name: str, origin: Origin, models_dir: Path) -> Path:
    """Install by copying a folder that holds a Vosk model; raises as `install_from_catalog`."""
    check_vosk_model(folder)

    def copy(destination: Path) -> Path:
        _require_space({models_dir: folder_size_bytes(folder)})
        for path in sorted(folder.rglob("*")):
            _copy_entry(path, destination / path.relative_to(folder))
        return destination

    with changing(models_dir):
        return _put_in_place(copy, name, origin, models_dir, "")


def _install_archive(
    archive: Path, name: str, origin: Origin, models_dir: Path, archive_sha256: str
) -> Path:
    def fill(destination: Path) -> Path:
        _require_space({models_dir: unpacked_size_bytes(archive) or archive.stat().st_size})
        return unpack(archive, destination)

    return _put_in_place(fill, name, origin, models_dir, archive_sha256)


def _put_in_place(
    fill: Callable[[Path], Path], name: str, origin: Origin, models_dir: Path, archive_sha256: str
) -> Path:
    """Fill a temporary sibling, check and record it, then rename it to its name."""
    final = models_dir / name
    try:
        temporary = temporary_folder(models_dir)
        try:
            # Never the models folder's own content: what is filled has a folder to itself.
            content = temporary / "content"
            content.mkdir()
            root = fill(content)
            check_vosk_model(root)
            manifest = Manifest(
                origin.language, origin.licence, origin.source, archive_sha256, record_files(root)
            )
            (root / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
            _sync_tree(root)
            _swap(root, final, temporary / "replaced")
            _sync(models_dir)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"Cannot install into {models_dir}: {error.strerror or error}.",
            "Free some space or make it writable, or choose another folder with --data-dir.",
        ) from error
    return final


def _swap(new: Path, final: Path, replaced: Path) -> None:
    """Put the new folder in place of any old one, or leave the old one where it was."""
    had_one = final.exists() or final.is_symlink()
    if had_one:
        final.rename(replaced)
    try:
        new.rename(final)
    except OSError:
        if had_one:
            replaced.rename(final)
        raise


def _copy_entry(path: Path, target: Path) -> None:
    if path.is_symlink() and path.is_dir():
        raise DownloadError(
            f"{path} is a link to a folder; it is not followed.", "Copy its content in its place."
        )
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        target.mkdir(exist_ok=True)
    elif stat.S_ISREG(mode):
        shutil.copyfile(path, target)
    else:
        raise DownloadError(f"{path} is neither a file nor a folder.", "Remove it and try again.")


def _require_space(needs: dict[Path, int]) -> None:
    """Raises StorageError unless each folder's disk has room; one disk must hold the sum."""
    by_disk: dict[int, tuple[Path, int]] = {}
    for folder, size_bytes in needs.items():
        existing = next(place for place in (folder, *folder.parents) if place.exists())
        disk = existing.stat().st_dev
        _, before = by_disk.get(disk, (existing, 0))
        by_disk[disk] = (existing, before + size_bytes)
    for place, size_bytes in by_disk.values():
        free_bytes = shutil.disk_usage(place).free
        if free_bytes < size_bytes:
            raise StorageError(
                f"Not enough room on the disk of {place}: {size_bytes / 1e6:,.0f} MB are needed, "
                f"{free_bytes / 1e6:,.0f} MB are free.",
                "Free some space, or choose another disk with --data-dir.",
            )


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Have it on the disk before a rename tells anyone of it."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle on a folder
    flags = os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
