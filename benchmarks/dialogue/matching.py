"""How long it takes to find the rule for a sentence, with more and more rules."""

import time
from dataclasses import dataclass

from benchmarks.dialogue.engines import asking, missing, os1_script, peers
from benchmarks.dialogue.results import (
    NS_PER_US,
    limit,
    percent,
    spread,
    time_each_ns,
    time_within_ns,
)
from benchmarks.dialogue.workload import Workload, workload
from benchmarks.figures import percentile
from benchmarks.report import Row, number

SIZES = (100, 1_000, 10_000)
RUNS = 7
PEER_BUDGET_S = 6.0
P50_US, P99_US, GROWTH = 10.0, 50.0, 1.5


@dataclass(frozen=True, slots=True)
class Times:
    """In microseconds: hits, misses, and misses never heard before; and how many were right."""

    hits: list[float]
    misses: list[float]
    new: list[float]
    right: float
    answered: float

    @property
    def count(self) -> str:
        """What the table says of it."""
        return f"{len(self.hits)} + {len(self.misses)}"


def run() -> list[Row]:
    """All rows on matching."""
    rows: list[Row] = []
    ours: dict[int, Times] = {}
    for size in SIZES:
        work = workload(size)
        ours[size] = _ours(work)
        rows += _against_limits(size, ours[size])
        rows += _against_peers(size, ours[size], work)
    rows += _growth(ours)
    rows += [Row(f"beside {name}", "not installed", "") for name in missing()]
    return rows


def _ours(work: Workload) -> Times:
    script = os1_script(work.rules)
    ask = asking(script)
    texts = [text for text, _ in work.hits]
    hits = time_each_ns(script.match, texts, RUNS)
    new = time_each_ns(script.match, work.misses)
    again = time_each_ns(script.match, work.misses, RUNS)
    right = sum(ask(text) == rule for text, rule in work.hits) / len(work.hits)
    answered = sum(bool(ask(text)) for text in work.misses) / len(work.misses)
    hits, again, new = ([ns / NS_PER_US for ns in times] for times in (hits, again, new))
    return Times(hits, again, new, right, answered)


def _against_limits(size: int, times: Times) -> list[Row]:
    rows = []
    for name, values in (("hit", times.hits), ("miss, heard before", times.misses)):
        for share, most in ((0.5, P50_US), (0.99, P99_US)):
            measure = f"{name}, {size:,} rules, p{share * 100:.0f}"
            value = percentile(values, share)
            if size == SIZES[-1]:
                rows.append(limit(measure, value, most, "us", str(len(values))))
            else:
                rows.append(Row(measure, f"{number(value)} us", str(len(values))))
    rows.append(Row(f"miss, new, {size:,} rules", spread(times.new, "us"), str(len(times.new))))
    rows.append(
        Row(
            f"right rule, {size:,} rules",
            percent(times.right),
            str(len(times.hits)),
            f"misses answered: {percent(times.answered)}",
        )
    )
    return rows


def _against_peers(size: int, ours: Times, work: Workload) -> list[Row]:
    rows = []
    for name, make in peers().items():
        begin_s = time.perf_counter()
        ask = make(work.rules)
        load_s = time.perf_counter() - begin_s
        texts = [text for text, _ in work.hits]
        hits = [ns / NS_PER_US for ns in time_within_ns(ask, texts, PEER_BUDGET_S)]
        misses = [ns / NS_PER_US for ns in time_within_ns(ask, work.misses, PEER_BUDGET_S)]
        known = work.hits[: min(len(hits), 100)]
        right = sum(ask(text) == rule for text, rule in known) / len(known)
        for kind, mine, theirs in (("hit", ours.hits, hits), ("miss", ours.misses, misses)):
            rows.append(
                Row(
                    f"{kind}, {size:,} rules",
                    spread(mine, "us"),
                    str(len(theirs)),
                    f"{name}: {spread(theirs, 'us')}",
                    percentile(mine, 0.5) / percentile(theirs, 0.5),
                )
            )
        rows.append(
            Row(
                f"{name}, {size:,} rules",
                f"{percent(right)} right",
                str(len(known)),
                f"loads in {number(load_s)} s",
            )
        )
    return rows


def _growth(ours: dict[int, Times]) -> list[Row]:
    small, large = ours[SIZES[0]], ours[SIZES[-1]]
    rows = []
    for name, few, many in (
        ("hit", small.hits, large.hits),
        ("miss, heard before", small.misses, large.misses),
    ):
        grown = percentile(many, 0.5) / percentile(few, 0.5)
        measure = f"{name}, growth from {SIZES[0]} to {SIZES[-1]:,} rules"
        rows.append(limit(measure, grown, GROWTH, "times", str(len(many))))
    return rows
