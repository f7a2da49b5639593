"""Where OS1's files live.

    config   settings.toml                what the user chose
    data     models/, later her memory    what must be kept
    cache    downloads under way          what may be deleted any time

`--data-dir` (or OS1_DATA_DIR) puts all three under one folder, so that one can be
carried around or thrown away whole.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from os1.errors import StorageError

PACKAGE_DIR = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders in force. Nothing is created until `ensure`."""

    config_dir: Path
    data_dir: Path
    cache_dir: Path

    @classmethod
    def locate(cls, data_dir: str | Path | None = None) -> "Paths":
        """The user's own folders, or everything under `data_dir` or OS1_DATA_DIR."""
        chosen = data_dir or os.environ.get("OS1_DATA_DIR")
        if chosen:
            root = Path(chosen).expanduser().absolute()
            return cls(config_dir=root, data_dir=root, cache_dir=root / "cache")
        dirs = platformdirs.PlatformDirs("os1", appauthor=False)
        return cls(
            config_dir=Path(dirs.user_config_dir),
            data_dir=Path(dirs.user_data_dir),
            cache_dir=Path(dirs.user_cache_dir),
        )

    @property
    def config_file(self) -> Path:
        """The settings file; it need not exist."""
        return self.config_dir / "settings.toml"

    @property
    def models_dir(self) -> Path:
        """Where `os1 models install` puts models, and where they are looked for."""
        return self.data_dir / "models"

    @property
    def model_folders(self) -> tuple[Path, ...]:
        """Every folder that may hold models, the user's own first."""
        return (self.models_dir, PACKAGE_DIR.parent / "models")


def ensure_writable(folder: Path) -> None:
    """Create the folder if need be. Raises StorageError if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StorageError(
            f"Cannot write to {folder}: {error.strerror or error}.",
            "Make it writable, or choose another folder with --data-dir.",
        ) from error


def assets_dir() -> Path:
    """Her script, fonts, icons: inside the installed package, or beside the source."""
    installed = PACKAGE_DIR / "_assets"
    return installed if installed.is_dir() else PACKAGE_DIR.parent / "assets"


def catalog_file() -> Path:
    """The list of models that can be installed."""
    installed = PACKAGE_DIR / "_models" / "catalog.toml"
    return installed if installed.is_file() else PACKAGE_DIR.parent / "models" / "catalog.toml"
