"""A pytest plug-in that refuses Qt, Vosk and the sound library.

`make test` runs the tests of core, dialogue and conversation once with
`-p no_heavy_imports -p no:pytest-qt`: what they test must work on a machine
that has none of these.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

REFUSED = frozenset({"PySide6", "shiboken6", "vosk", "sounddevice"})


class _Refusal:
    """Stands first in line among the finders, and says no."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in REFUSED:
            raise ImportError(f"{name} may not be imported in this run", name=name)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    # pytest-qt, which is left out of this run, would have declared it.
    parser.addini("qt_api", "unused in this run")


def pytest_configure() -> None:
    loaded = sorted(REFUSED & sys.modules.keys())
    if loaded:
        raise pytest.UsageError(f"already imported: {', '.join(loaded)}")
    sys.meta_path.insert(0, _Refusal())


def pytest_report_header() -> str:
    return f"imports refused: {', '.join(sorted(REFUSED))}"
