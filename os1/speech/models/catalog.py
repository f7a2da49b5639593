"""What can be installed: `models/catalog.toml`."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from os1.errors import ModelError

MODEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """One model to be had.

    size_bytes and sha256 are the archive's; installed_bytes is an estimate.
    language: as in "en-us". source: the page of the people who publish it.
    """

    name: str
    kind: str
    language: str
    summary: str
    size_bytes: int
    installed_bytes: int
    sha256: str
    licence: str
    source: str
    url: str


def load_catalog(path: Path) -> list[CatalogModel]:
    """Every entry of the catalogue, in its order. Raises ModelError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(path, str(error)) from error
    entries = data.get("model", [])
    if not isinstance(entries, list):
        raise _broken(path, "models are written as [[model]]")
    models = [_entry(path, number, entry) for number, entry in enumerate(entries, start=1)]
    names = [model.name for model in models]
    if twice := {name for name in names if names.count(name) > 1}:
        raise _broken(path, f"{', '.join(sorted(twice))} is listed twice")
    return models


def _entry(path: Path, number: int, entry: Any) -> CatalogModel:
    where = f"model {number}"
    if not isinstance(entry, dict):
        raise _broken(path, f"{where} is not a table")
    specs = {field.name: field.type for field in fields(CatalogModel)}
    where = f"{where} ({entry.get('name', 'no name')})"
    if strange := sorted(set(entry) - set(specs)):
        raise _broken(path, f"{where}: unknown key {strange[0]}")
    for key, kind in specs.items():
        if key not in entry:
            raise _broken(path, f"{where}: {key} is missing")
        if type(entry[key]) is not kind or not entry[key]:
            raise _broken(path, f"{where}: {key} is {entry[key]!r}")
    model = CatalogModel(**entry)
    checks = {
        "name": MODEL_NAME.fullmatch(model.name) is not None,
        "kind": model.kind == "vosk",
        "sha256": _SHA256.fullmatch(model.sha256) is not None,
        "size_bytes": model.size_bytes > 0,
        "installed_bytes": model.installed_bytes > 0,
        "url": urlsplit(model.url).scheme in ("https", "http"),
    }
    for key, good in checks.items():
        if not good:
            raise _broken(path, f"{where}: {key} is {entry[key]!r}")
    return model


def _broken(path: Path, reason: str) -> ModelError:
    return ModelError(
        f"The list of models {path} cannot be used: {reason}.", "Mend it, or reinstall OS1."
    )
