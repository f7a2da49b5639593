"""The virtual environment: made once, brought up to date when the locks change.

Packages come in layers, each with a lock file that names every version and the
hashes of its files. A stamp inside the environment remembers which locks it
holds, so that a second run has nothing to do but read it.
"""

import contextlib
import fcntl
import hashlib
import json
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from os1_setup.machine import Machine
from os1_setup.problem import SetupProblem, tell

LAYERS = {
    "run": ("build", "run"),
    "test": ("build", "run", "test"),
    "bench": ("build", "run", "bench"),
}

_PIP_ENV = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_USER": "0",  # a personal `user = true` would forbid installing into .venv
    "PYTHONUNBUFFERED": "1",
}
# The locks are complete, and hold what builds the few packages published as source:
# so that nothing comes in that they do not name.
_FROM_LOCK = ("--require-hashes", "--no-deps", "--no-build-isolation")


class Environment:
    """The `.venv` of the project in `root`."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = root
        self.python = root / ".venv" / "bin" / "python"
        self._machine = machine
        self._venv = root / ".venv"
        self._stamp = self._venv / "os1-setup.json"

    def is_ready(self, layer: str) -> bool:
        """Whether nothing has to be done for this layer."""
        held = self._held()
        return (
            self.python.exists()
            and self._same_home(held)
            and held.get("project") == self._project()
            and not self._outdated(held, layer)
        )

    def prepare(self, layer: str) -> None:
        """Bring it up to date. Raises SetupProblem."""
        if self.is_ready(layer):
            return
        with self._alone():
            # Another make may have done the work while we waited.
            if not self.is_ready(layer):
                self._update(layer)

    def _update(self, layer: str) -> None:
        held = self._held()
        if not self._usable(held):
            tell("os1: setting up Python packages (once, a few minutes) ...")
            held = {}
            self._make()
        else:
            tell("os1: bringing the Python packages up to date ...")
        self._stamp.unlink(missing_ok=True)
        outdated = self._outdated(held, layer)
        # One after the other: a package built on the spot needs its builder there before it.
        for name in outdated:
            lock = str(self._lock(name))
            self._pip(*_FROM_LOCK, "--requirement", lock)
        if held.get("project") != self._project():
            self._pip("--no-deps", "--no-build-isolation", "--editable", str(self.root))
        locks = {**held.get("locks", {}), **{name: self._lock_hash(name) for name in outdated}}
        made = {"python": _python(), "root": str(self.root), "project": self._project()}
        self._stamp.write_text(json.dumps({**made, "locks": locks}, indent=1), encoding="utf-8")

    def _usable(self, held: "dict[str, Any]") -> bool:
        """Whether the environment there can be built upon, stamped by us or not."""
        if not self.python.exists() or (held and not self._same_home(held)):
            return False
        probe = "import pip, sys; sys.exit('%d.%d' % sys.version_info[:2] != sys.argv[1])"
        version = "{}.{}".format(*sys.version_info[:2])
        command = (str(self.python), "-c", probe, version)
        return self._machine.run(command, errors_to_log=True) == 0

    def _make(self) -> None:
        base = getattr(sys, "_base_executable", sys.executable)
        command = (base, "-m", "venv", "--clear", str(self._venv))
        if self._machine.run(command, errors_to_log=True):
            tell(self._machine.last_words())
            raise SetupProblem(
                f"Python could not make its environment in {self._venv}; its words are above.",
                "check that the disk has room and that you may write there, then try again.",
            )

    def _pip(self, *options: str) -> None:
        command = (str(self.python), "-m", "pip", "install", *options)
        with _progress() as on_line:
            failed = self._machine.run(command, extra_env=_PIP_ENV, on_line=on_line)
        if failed:
            raise SetupProblem(
                "The Python packages could not be installed; pip's own words are above.",
                f"{self._advice()}\nThen run the same make command again.",
            )

    def _advice(self) -> str:
        """What most often is the matter, and the one thing that no retry helps."""
        room_gb = shutil.disk_usage(self.root).free / 1e9
        return (
            f"check the network, and the room on the disk (2 GB are needed, {room_gb:.1f} GB are "
            "free).\nIf pip found no matching distribution: OS1 needs a 64-bit Linux as new as "
            "Debian 12 or Ubuntu 22.04 (on ARM: Debian 13 or Ubuntu 24.04)."
        )

    def _outdated(self, held: "dict[str, Any]", layer: str) -> "list[str]":
        locks = held.get("locks", {})
        return [name for name in LAYERS[layer] if locks.get(name) != self._lock_hash(name)]

    def _same_home(self, held: "dict[str, Any]") -> bool:
        """The scripts inside name the folder and the interpreter they were made with."""
        return held.get("root") == str(self.root) and held.get("python") == _python()

    def _held(self) -> "dict[str, Any]":
        try:
            held = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def _project(self) -> str:
        return _sha256(self.root / "pyproject.toml")

    def _lock(self, name: str) -> Path:
        return self.root / "packaging" / "locks" / f"{name}.txt"

    def _lock_hash(self, name: str) -> str:
        return _sha256(self._lock(name))

    @contextlib.contextmanager
    def _alone(self) -> "Iterator[None]":
        """One set-up at a time."""
        path = self.root / ".make" / "lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _python() -> str:
    """What the compiled packages were chosen for."""
    version = "{}.{}".format(*sys.version_info[:2])
    return f"{sys.implementation.name} {version} {platform.machine()}"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextlib.contextmanager
def _progress() -> "Iterator[Callable[[str], None]]":
    """Shows which package is being fetched, on one line, if somebody is watching."""
    watched = sys.stderr.isatty()

    def show(line: str) -> None:
        step = re.match(r"Collecting ([\w.-]+)|Installing collected packages", line)
        if watched and step:
            text = f"fetching {step[1]}" if step[1] else "installing"
            sys.stderr.write(f"\r\033[K  {text}")
            sys.stderr.flush()

    yield show
    if watched:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
