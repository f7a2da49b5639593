"""A plug-in for the tests of the set-up: a machine that has what it is told."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "packaging" / "setup"


@pytest.fixture
def setup_modules(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.syspath_prepend(str(SETUP))
    from os1_setup import environment, machine, needs, problem, system

    return SimpleNamespace(
        environment=environment, machine=machine, needs=needs, problem=problem, system=system
    )


class MadeUpMachine:
    """A machine that has what it is told, and remembers what was run on it."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.commands: list[tuple[str, ...]] = []
        self.present: set[str] = set()
        self.brings: dict[str, str] = {}
        self.failing: tuple[str, ...] = ()
        self.has_apt = True
        self.is_root = True
        self.has_sudo = True
        self.may_ask = False

    def has(self, need: Any) -> bool:
        return need.name in self.present

    def forget(self) -> None:
        """Nothing is remembered here."""

    def last_words(self, count: int = 12) -> str:
        return "E: Unable to fetch some archives\n"

    def run(
        self,
        command: Sequence[str],
        *,
        extra_env: Mapping[str, str] | None = None,
        on_line: Callable[[str], None] | None = None,
        errors_to_log: bool = False,
    ) -> int:
        self.commands.append(tuple(command))
        words = " ".join(command)
        if any(part in words for part in self.failing):
            return 100
        if "apt-get" in command and "install" in command:
            self.present |= {name for name, package in self.brings.items() if package in command}
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0

    def ran(self, *words: str) -> list[tuple[str, ...]]:
        return [c for c in self.commands if all(any(w in part for part in c) for w in words)]


@pytest.fixture
def machine(tmp_path: Path) -> MadeUpMachine:
    return MadeUpMachine(tmp_path / "setup.log")
