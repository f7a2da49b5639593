"""The table of results, for the terminal and for the documentation."""

import datetime
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Summary
from benchmarks.words import WordErrors

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
HEADING = ("measure", "value p50 / p95", "count", "limit or peer", "ratio", "aim", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """One result. ratio: value divided by limit or peer; the smaller the better.

    aim: what the ratio should not exceed; None where there is only something to know.
    """

    measure: str
    value: str
    count: str
    against: str = ""
    ratio: float | None = None
    aim: float | None = None

    @property
    def verdict(self) -> str:
        """ "met", or by how much it was missed."""
        if self.ratio is None or self.aim is None:
            return ""
        if self.ratio <= self.aim:
            return "met"
        return f"missed by {self.ratio / self.aim - 1:.0%}".replace("%", " %")

    @property
    def cells(self) -> tuple[str, ...]:
        """As text, in the order of HEADING."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        aim = "" if self.aim is None else f"{self.aim:.2f}"
        return (self.measure, self.value, self.count, self.against, ratio, aim, self.verdict)


def within(measure: str, summary: Summary, limit: float, unit: str) -> Row:
    """A result that has a limit: half of the runs must keep it."""
    return Row(
        measure,
        figures(summary, unit),
        str(summary.count),
        f"limit {number(limit)} {unit}",
        summary.p50 / limit,
        1.0,
    )


def beside(
    measure: str,
    summary: Summary,
    unit: str,
    peer: str,
    peers: Summary,
    ratio: float,
    aim: float | None = None,
) -> Row:
    """A result that has a peer. ratio: of the pairs, not of the two summaries."""
    against = f"{peer}: {figures(peers, unit)}"
    return Row(measure, figures(summary, unit), str(summary.count), against, ratio, aim)


def words_beside(
    measure: str, errors: WordErrors, peer: str, peers: WordErrors, aim: float | None = None
) -> Row:
    """Word error rates; count is the number of words that were said.

    Beside a peer without errors, each error counts as much again as having none.
    """
    ratio = errors.errors / peers.errors if peers.errors else 1.0 + errors.errors
    value, other = (f"{e.rate * 100:.1f} %" for e in (errors, peers))
    return Row(measure, value, f"{errors.words} words", f"{peer}: {other}", ratio, aim)


def figures(summary: Summary, unit: str) -> str:
    """Such as "98 / 180 ms"; one number if there was one run."""
    if summary.count == 1:
        return f"{number(summary.p50)} {unit}"
    return f"{number(summary.p50)} / {number(summary.p95)} {unit}"


def number(value: float) -> str:
    """Three digits that matter, no more than that."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def as_text(rows: Sequence[Row]) -> str:
    """The table in columns."""
    table = [HEADING, *(row.cells for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(HEADING))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in table
    )


def as_markdown(rows: Sequence[Row], notes: Sequence[str]) -> str:
    """The table and the notes under it."""
    lines = [f"| {' | '.join(HEADING)} |", "|---|--:|--:|---|--:|--:|---|"]
    lines += [f"| {' | '.join(row.cells)} |" for row in rows]
    lines += ["", *(f"- {note}" for note in notes)]
    return "\n".join(lines)


def put_into(path: Path, content: str) -> None:
    """Put it between the two marks in a document, or write a document of its own."""
    content = f"{BEGIN}\n{content}\n{END}"
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    whole = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    found = whole.search(old)
    new = whole.sub(lambda _: content, old) if found else f"# Benchmarks\n\n{content}\n"
    path.write_text(new, encoding="utf-8")


def conditions(command: str, load_before: float | None) -> list[str]:
    """When, where and how this was measured."""
    load = ""
    if load_before is not None:
        load = f" Load average {load_before:.1f} before, {os.getloadavg()[0]:.1f} after."
    return [
        f"{datetime.date.today().isoformat()}, `{command}`.",
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}; "
        f"{_system()}, Python {platform.python_version()}.{load}",
    ]


def load_average() -> float | None:
    """How busy the machine was in the last minute; None where nobody counts."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GB"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(terse=True)
