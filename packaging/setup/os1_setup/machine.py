"""The machine as the set-up sees it: what is there, who we are, running commands."""

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from os1_setup.needs import Kind, Need

_LDCONFIG = ("ldconfig", "/sbin/ldconfig", "/usr/sbin/ldconfig")


class Machine:
    """This machine. The tests put a made-up one in its place."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._sonames: frozenset[str] | None = None

    def has(self, need: Need) -> bool:
        """Whether the thing is there."""
        if need.kind is Kind.LIBRARY:
            return need.name in self._known_sonames() or _loads(need.name)
        if need.kind is Kind.PROGRAM:
            return shutil.which(need.name) is not None
        if need.kind is Kind.FILE:
            return any(any(Path("/").glob(pattern)) for pattern in need.name.split(":"))
        return importlib.util.find_spec(need.name) is not None

    def forget(self) -> None:
        """Look afresh: something was installed."""
        self._sonames = None
        importlib.invalidate_caches()

    @property
    def has_apt(self) -> bool:
        """Whether this is a Debian or one of its children."""
        return shutil.which("apt-get") is not None

    @property
    def is_root(self) -> bool:
        """Whether we may install as we are."""
        return os.geteuid() == 0

    @property
    def has_sudo(self) -> bool:
        """Whether there is a sudo at all."""
        return shutil.which("sudo") is not None

    @property
    def may_ask(self) -> bool:
        """Whether somebody is there to type a password."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")

    def run(
        self,
        command: Sequence[str],
        *,
        extra_env: Mapping[str, str] | None = None,
        on_line: Callable[[str], None] | None = None,
        errors_to_log: bool = False,
    ) -> int:
        """Run it; what it prints goes to the log, line by line to `on_line` as well.

        Its errors go to our standard error, or to the log too if asked.
        Returns its exit code; 127 if there is no such command.
        """
        env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            try:
                process = subprocess.Popen(
                    command,
                    env={**env, **(extra_env or {})},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT if errors_to_log else None,
                    text=True,
                    errors="replace",
                )
            except OSError as error:
                log.write(f"{error}\n")
                return 127
            with process:
                for line in process.stdout or ():
                    log.write(line)
                    if on_line:
                        on_line(line)
            return process.returncode

    def last_words(self, count: int = 12) -> str:
        """The end of the log."""
        with self.log.open(encoding="utf-8", errors="replace") as log:
            return "".join(deque(log, maxlen=count))

    def _known_sonames(self) -> frozenset[str]:
        if self._sonames is None:
            self._sonames = _linker_cache()
        return self._sonames


def _linker_cache() -> frozenset[str]:
    """The 64-bit libraries the dynamic linker knows; empty if it does not say."""
    program = next(filter(None, map(shutil.which, _LDCONFIG)), None)
    if program is None:
        return frozenset()
    done = subprocess.run([program, "-p"], capture_output=True, text=True, check=False)
    return frozenset(re.findall(r"^\s+(\S+) \([^)]*64[^)]*\)", done.stdout, re.MULTILINE))


def _loads(soname: str) -> bool:
    """The linker's own word, for systems whose libraries are in no cache."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
