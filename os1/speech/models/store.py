"""What is installed: finding, verifying and removing Vosk models.

Each folder that may hold models is searched one level deep, and one level deeper
where a model was unpacked into a folder of its own (`NAME/NAME`).
"""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from os1.errors import ModelCorrupt, ModelError, ModelMissing, StorageError
from os1.speech.models.manifest import differences, read_manifest
from os1.speech.models.vosk import (
    check_vosk_model,
    guess_language,
    looks_like_vosk_model,
    missing_from_vosk_model,
)

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Folders on their way in or out; what a crash left of them is swept away later.
_TEMPORARY_PREFIX = ".os1-"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A Vosk model on this computer.

    path: the folder to load. entry: what removing it takes away; usually the same.
    language: as in "en-us"; "" when nothing tells. problem: why it cannot be used;
    "" for a model that looks whole.
    """

    name: str
    language: str
    path: Path
    entry: Path
    licence: str = ""
    problem: str = ""

    @property
    def is_english(self) -> bool:
        """Whether it understands what Samantha speaks."""
        return self.language.split("-")[0] == "en"

    @property
    def size_bytes(self) -> int:
        """What it takes on disk."""
        return folder_size_bytes(self.path)


@dataclass(frozen=True, slots=True)
class Verification:
    """How far a model could be checked. exact: every file against its recorded sha256."""

    name: str
    files: int
    exact: bool


def scan_models(folders: Iterable[Path]) -> list[InstalledModel]:
    """Every Vosk model in these folders, damaged ones too; sorted within each folder.

    A name found in an earlier folder hides the same name in a later one.
    """
    found: dict[str, InstalledModel] = {}
    for folder in folders:
        for entry in _entries(folder):
            model = _model_at(entry)
            if model and model.name not in found:
                found[model.name] = model
    return list(found.values())


def find_vosk_models(folders: Iterable[Path]) -> list[InstalledModel]:
    """The Vosk models in these folders that look whole."""
    return [model for model in scan_models(folders) if not model.problem]


def verify_installed(model: InstalledModel) -> Verification:
    """Compare a model with what was installed, or check its structure if that is all there is.

    Raises ModelCorrupt naming what is wrong.
    """
    check_vosk_model(model.path)
    manifest = read_manifest(model.path)
    if manifest is None:
        files = sum(1 for path in model.path.rglob("*") if path.is_file())
        return Verification(model.name, files, exact=False)
    if wrong := differences(model.path, manifest):
        raise ModelCorrupt(
            f"The model {model.name} in {model.path} is damaged: {'; '.join(wrong)}.",
            f"Install it again: os1 models install --force {model.name}.",
        )
    return Verification(model.name, len(manifest.files), exact=True)


def remove_model(model: InstalledModel) -> None:
    """Take a model away: at once for anyone who looks, then its files. Raises StorageError."""
    try:
        if model.entry.is_symlink():
            model.entry.unlink()
            return
        doomed = temporary_folder(model.entry.parent)
        try:
            model.entry.rename(doomed / model.entry.name)
        finally:
            shutil.rmtree(doomed, ignore_errors=True)
    except FileNotFoundError as error:
        raise ModelMissing(f"{model.entry} is already gone.") from error
    except OSError as error:
        raise StorageError(
            f"Cannot remove {model.entry}: {error.strerror or error}.",
            "Check who owns it, and close any OS1 that is using it.",
        ) from error


def temporary_folder(parent: Path) -> Path:
    """A new hidden folder beside the models, on their disk. Raises OSError."""
    return Path(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX, dir=parent))


@contextlib.contextmanager
def changing(models_dir: Path) -> Iterator[None]:
    """Hold off every other process that would install or remove; sweep what a crash left.

    The system lets go of the lock when a process ends, however it ends.
    Raises ModelError if another holds it, StorageError if nothing can be written.
    """
    try:
        models_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (models_dir / ".lock").open("ab")
    except OSError as error:
        raise StorageError(
            f"Cannot write to {models_dir}: {error.strerror or error}.",
            "Make it writable, or choose another folder with --data-dir.",
        ) from error
    with lock:
        if not _try_lock(lock.fileno()):
            raise ModelError(
                "Another OS1 is installing or removing a model right now.",
                "Wait for it to end, then try again.",
            )
        for leftover in models_dir.glob(f"{_TEMPORARY_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def folder_size_bytes(folder: Path) -> int:
    """The bytes of every file in it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        )
    except OSError:
        return []


def _model_at(entry: Path) -> InstalledModel | None:
    inner = [entry] if looks_like_vosk_model(entry) else _entries(entry)
    if len(inner) != 1 or not looks_like_vosk_model(inner[0]):
        return None
    path = inner[0]
    missing = missing_from_vosk_model(path)
    problem = f"{', '.join(missing)} missing or empty" if missing else ""
    language, licence = "", ""
    try:
        if manifest := read_manifest(path):
            language, licence = manifest.language, manifest.licence
    except ModelCorrupt as error:
        problem = problem or error.message
    language = language or guess_language(entry.name) or guess_language(path.name)
    return InstalledModel(entry.name, language, path, entry, licence, problem)


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
