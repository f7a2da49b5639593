"""Rows for the table that are about shares and microseconds."""

import dataclasses
import time
from collections.abc import Callable, Sequence

from benchmarks.figures import percentile
from benchmarks.report import Row, number

NS_PER_US, NS_PER_MS = 1e3, 1e6


def limit(measure: str, value: float, most: float, unit: str, count: str) -> Row:
    """One number that has a limit."""
    return Row(
        measure, f"{number(value)} {unit}", count, f"limit {number(most)} {unit}", value / most, 1.0
    )


def share_at_least(measure: str, share: float, least: float, count: str) -> Row:
    """A share (0 to 1) that should be high: the ratio is of what is missing to 1."""
    ratio = (1 - share) / (1 - least)
    return Row(measure, percent(share), count, f"at least {least * 100:.0f} %", ratio, 1.0)


def share_at_most(measure: str, share: float, most: float, count: str) -> Row:
    """A share (0 to 1) that should be low."""
    return Row(measure, percent(share), count, f"at most {most * 100:.0f} %", share / most, 1.0)


def without_aim(row: Row) -> Row:
    """The same result, only to be known."""
    return dataclasses.replace(row, against="", ratio=None, aim=None)


def percent(share: float) -> str:
    """Such as "98.3 %"."""
    return f"{share * 100:.1f} %"


def spread(values: Sequence[float], unit: str) -> str:
    """The middle one and the one that one in a hundred exceeds."""
    middle, high = (number(percentile(values, share)) for share in (0.5, 0.99))
    return f"p50 {middle} {unit}, p99 {high} {unit}"


def time_each_ns(work: Callable[[str], object], texts: Sequence[str], runs: int = 1) -> list[float]:
    """Processor time of the work on each text, in ns: the least of some runs through all.

    The least, because whatever else the machine does can only add to it.
    """
    best = [float("inf")] * len(texts)
    clock = time.perf_counter_ns if runs > 1 else time.thread_time_ns
    for _ in range(runs):
        for place, text in enumerate(texts):
            begin = clock()
            work(text)
            took = clock() - begin
            if took < best[place]:
                best[place] = took
    return best


def time_within_ns(
    work: Callable[[str], object], texts: Sequence[str], budget_s: float, least: int = 10
) -> list[float]:
    """The same, once, for as many texts as fit into the time, at least some."""
    found: list[float] = []
    end_s = time.perf_counter() + budget_s
    for text in texts:
        if len(found) >= least and time.perf_counter() > end_s:
            break
        begin = time.thread_time_ns()
        work(text)
        found.append(time.thread_time_ns() - begin)
    return found
