"""The record an installation leaves in a model's folder: each file's size and sha256."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from os1.errors import ModelCorrupt

MANIFEST_NAME = "manifest.json"
_FORMAT = "os1-model-1"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One installed file."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a model came from and what was installed.

    archive_sha256: "" when it was copied from a folder. files: by path inside the
    model's folder, with forward slashes.
    """

    language: str
    licence: str
    source: str
    archive_sha256: str
    files: dict[str, FileRecord]

    def to_json(self) -> str:
        """The text of the manifest file."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=1, sort_keys=True) + "\n"


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Every regular file under the folder but the manifest itself. Raises OSError."""
    records = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST_NAME:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            records[name] = FileRecord(path.stat().st_size, digest)
    return records


def read_manifest(folder: Path) -> Manifest | None:
    """The folder's record; None if it has none of ours. Raises ModelCorrupt if unreadable."""
    path = folder / MANIFEST_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    try:
        return _manifest(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path) from error


def differences(folder: Path, manifest: Manifest) -> list[str]:
    """What is no longer as installed, one phrase a file; files added since are no matter."""
    found = []
    for name, record in manifest.files.items():
        path = folder / name
        try:
            size_bytes = path.stat().st_size
            if size_bytes != record.size_bytes:
                found.append(f"{name} has {size_bytes:,} bytes, expected {record.size_bytes:,}")
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            found.append(f"{name} is missing")
        except OSError as error:
            found.append(f"{name} cannot be read ({error.strerror or error})")
        else:
            if digest != record.sha256:
                found.append(f"{name} has changed")
    return found


def _manifest(data: dict[str, Any]) -> Manifest:
    files = {
        str(name): FileRecord(int(record["size_bytes"]), str(record["sha256"]))
        for name, record in data["files"].items()
    }
    return Manifest(
        language=str(data["language"]),
        licence=str(data["licence"]),
        source=str(data["source"]),
        archive_sha256=str(data["archive_sha256"]),
        files=files,
    )


def _unreadable(path: Path) -> ModelCorrupt:
    return ModelCorrupt(f"{path} cannot be read.", "Remove the model and install it again.")
