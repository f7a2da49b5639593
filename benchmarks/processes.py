"""OS1 in processes of its own, as a user starts it, watched from outside."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

GIVE_UP_S = 120.0
STOP_S = 10.0


class TooSlow(Exception):
    """What was waited for did not come, or the process ended first."""


class Watched:
    """A process that prints a line for each thing worth knowing.

    started_s: just before it was started, on `time.perf_counter`.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self.started_s = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def lines(self, give_up_s: float = GIVE_UP_S) -> Iterator[str]:
        """What it prints, until it ends. Raises TooSlow."""
        assert self._process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(give_up_s, end)
        timer.start()
        try:
            yield from (line.rstrip("\n") for line in self._process.stdout)
        finally:
            timer.cancel()
        if late.is_set():
            raise TooSlow

    def wait_for(self, wanted: str) -> float:
        """Seconds from the start to this line. Raises TooSlow."""
        for line in self.lines():
            if line == wanted:
                return time.perf_counter() - self.started_s
        raise TooSlow

    def events(self) -> Iterator[dict[str, Any]]:
        """What it prints, line by line, read as JSON; `at_s` is when, since the start."""
        for line in self.lines():
            yield {**json.loads(line), "at_s": time.perf_counter() - self.started_s}

    def memory_mb(self, field: str = "VmHWM") -> float:
        """VmHWM, the most it ever had in memory, or VmRSS, what it has now; 0 if unknown."""
        path = Path(f"/proc/{self._process.pid}/status")
        with contextlib.suppress(OSError):
            for line in path.read_text(encoding="ascii", errors="replace").splitlines():
                if line.startswith(f"{field}:"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def stop(self) -> None:
        """Ask it to end; insist if need be."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


@contextlib.contextmanager
def watched(*arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Watched]:
    """`python ARGUMENTS`, stopped at the end."""
    process = Watched(arguments, environment)
    try:
        yield process
    finally:
        process.stop()


@contextlib.contextmanager
def os1(
    *arguments: str, module: str = "os1", environment: Mapping[str, str] | None = None
) -> Iterator[Watched]:
    """`os1 ARGUMENTS` without a sound card, with settings and data of its own (none)."""
    with tempfile.TemporaryDirectory(prefix="os1-bench-") as folder:
        common = ("--backend", "mock", "--data-dir", folder)
        with watched("-m", module, *arguments, *common, environment=environment) as process:
            yield process


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """What to add to the environment for a window on a virtual screen of its own (Xvfb)."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader, encoding="ascii") as pipe:
            number = pipe.readline().strip()
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()
