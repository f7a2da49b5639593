"""From the command to the window, and to being heard.

Each run is a fresh process. Files come from the system's cache, as they do from the
second start of a day on.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Summary, paired_ratio
from benchmarks.processes import Watched, os1, screen, watched
from benchmarks.report import Row, beside, within
from benchmarks.window_child import SHOWN

RUNS = 7
WINDOW_LIMIT_S = 1.0
READY_LIMIT_S = 3.0


def run(_speech: Path | None) -> list[Row]:
    """All rows on starting."""
    rows = _windows("offscreen", {"QT_QPA_PLATFORM": "offscreen"})
    if shutil.which("Xvfb"):
        with screen() as display:
            rows += _windows("Xvfb", display)
    ready_s = []
    for _ in range(RUNS + 1):
        with os1("listen", "--json") as process:
            ready_s.append(next(e["at_s"] for e in process.events() if e["event"] == "ready"))
    rows.append(within("start to ready to listen", Summary.of(ready_s[1:]), READY_LIMIT_S, "s"))
    return rows


def _windows(where: str, environment: Mapping[str, str]) -> list[Row]:
    """Hers and an empty one, in turn; the first of each is not counted."""
    shown_s: list[float] = []
    empty_s: list[float] = []
    for _ in range(RUNS + 1):
        with os1(module="benchmarks.window_child", environment=environment) as process:
            shown_s.append(process.wait_for(SHOWN))
        with _empty_window(environment) as process:
            empty_s.append(process.wait_for(SHOWN))
    shown, empty = Summary.of(shown_s[1:]), Summary.of(empty_s[1:])
    measure = f"start to window shown, {where}"
    ratio = paired_ratio(shown_s[1:], empty_s[1:])
    return [
        within(measure, shown, WINDOW_LIMIT_S, "s"),
        beside(measure, shown, "s", "an empty Qt window", empty, ratio),
    ]


@contextmanager
def _empty_window(environment: Mapping[str, str]) -> Iterator[Watched]:
    with watched("-m", "benchmarks.qt_child", environment=environment) as process:
        yield process
