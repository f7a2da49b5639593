"""The settings: few, frozen, each with a default that suits most people.

They live in `settings.toml`, which a person may edit. A mistake in it is told
with its line and key; the file itself is never touched until `save`.
"""

import dataclasses
import os
import re
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from os1.errors import ConfigError, StorageError, UsageError


@dataclass(frozen=True, slots=True)
class Listening:
    """How she hears. Empty device: the system's own choice.

    duplex: full, and one can talk over her; half, and she hears nothing while she speaks.
    """

    input_device: str = ""
    recogniser: str = field(default="auto", metadata={"choices": ("auto", "vosk", "whisper")})
    model: str = ""
    duplex: str = field(default="full", metadata={"choices": ("full", "half")})


@dataclass(frozen=True, slots=True)
class Speaking:
    """How she sounds. speed: 1 is her natural pace."""

    output_device: str = ""
    voice: str = "hibari"
    speed: float = field(default=1.0, metadata={"range": (0.5, 2.0)})


@dataclass(frozen=True, slots=True)
class Window:
    """How her window looks."""

    theme: str = field(default="system", metadata={"choices": ("system", "warm", "dark")})
    reduced_motion: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen."""

    listening: Listening = Listening()
    speaking: Speaking = Speaking()
    window: Window = Window()


def load(path: Path) -> Settings:
    """The settings in this file; the defaults if there is none.

    Raises ConfigError, naming line and key, if it cannot be understood, and
    StorageError if it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"Cannot read {path}: {error}.", "Check the file.") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}.", "Mend that line, or delete the file.") from error
    return _Reader(path, text).settings(data)


def with_options(settings: Settings, options: dict[str, dict[str, Any]]) -> Settings:
    """The settings with these values (section, key, value) instead.

    Raises UsageError if a value cannot be.
    """
    made = {}
    for section, values in options.items():
        current = getattr(settings, section)
        specs = {f.name: f for f in dataclasses.fields(current)}
        for key, value in values.items():
            if reason := _objection(specs[key], value):
                raise UsageError(f"{key.replace('_', ' ')} {reason}.", "See `os1 --help`.")
        made[section] = dataclasses.replace(current, **values)
    return dataclasses.replace(settings, **made)


def save(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all. Raises StorageError."""
    content = tomli_w.dumps(dataclasses.asdict(settings))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            f"Cannot save the settings to {path}: {error.strerror or error}.",
            "The settings in force are unchanged; free some space or choose another --data-dir.",
        ) from error


class _Reader:
    """Checks plain data against the dataclasses, and knows where each key stands."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def settings(self, data: dict[str, Any]) -> Settings:
        sections = {f.name: f for f in dataclasses.fields(Settings)}
        made = {}
        for name, content in data.items():
            if name not in sections:
                raise self._error(name, "", f"unknown section, expected {', '.join(sections)}")
            if not isinstance(content, dict):
                raise self._error(name, "", f"is a section; write [{name}]")
            made[name] = self._section(name, type(sections[name].default), content)
        return Settings(**made)

    def _section(self, name: str, kind: type[Any], content: dict[str, Any]) -> Any:
        fields = {f.name: f for f in dataclasses.fields(kind)}
        values = {}
        for key, value in content.items():
            if key not in fields:
                raise self._error(name, key, f"unknown key, expected {', '.join(fields)}")
            values[key] = self._value(name, fields[key], value)
        return kind(**values)

    def _value(self, section: str, spec: "dataclasses.Field[Any]", value: Any) -> Any:
        expected = type(spec.default)
        if expected is float and type(value) is int:
            value = float(value)
        if type(value) is not expected:
            words = {str: "text in quotes", float: "a number", bool: "true or false"}
            raise self._error(section, spec.name, f"is {value!r}, expected {words[expected]}")
        if reason := _objection(spec, value):
            raise self._error(section, spec.name, reason)
        return value

    def _error(self, section: str, key: str, reason: str) -> ConfigError:
        line = self._line_of(section, key)
        name = f"{section}.{key}" if key else section
        return ConfigError(
            f"{self._path}, line {line}: {name} {reason}.", "Mend that line, or delete it."
        )

    def _line_of(self, section: str, key: str) -> int:
        """The line (from 1) on which the key of that section stands."""
        current = section_line = ""
        found = 1
        for number, line in enumerate(self._lines, start=1):
            if header := re.match(r"\s*\[\s*\"?([\w.-]+)\"?\s*\]", line):
                current = header[1]
                section_line = line
            if current == section and section_line == line and not key:
                return number
            name = re.match(r"\s*\"?([\w.-]+)\"?\s*=", line)
            if name and name[1] in (
                (key,) if current == section else (section, f"{section}.{key}")
            ):
                return number
            if current == section and found == 1:
                found = number
        return found


def _objection(spec: "dataclasses.Field[Any]", value: Any) -> str:
    """Why this value, of the right type, cannot be; "" if it can."""
    choices = spec.metadata.get("choices")
    if choices and value not in choices:
        return f'is "{value}", expected one of {", ".join(choices)}'
    if "range" in spec.metadata:
        low, high = spec.metadata["range"]
        if not low <= value <= high:
            return f"is {value}, expected {low} to {high}"
    return ""
