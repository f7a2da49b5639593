"""One error in a sentence: is the right rule still found, and how soon?"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.dialogue.confusions import HELD_OUT, TUNE, read
from benchmarks.dialogue.engines import Ask, asking, os1_script, peers
from benchmarks.dialogue.mishear import GENERIC, Mishearing, generic
from benchmarks.dialogue.results import (
    NS_PER_MS,
    limit,
    percent,
    share_at_least,
    share_at_most,
    spread,
    time_each_ns,
    time_within_ns,
)
from benchmarks.dialogue.workload import SEED, workload
from benchmarks.figures import percentile
from benchmarks.report import Row
from os1.dialogue import Script
from os1.paths import assets_dir

RULES = 10_000
SENTENCES = 1_200
PEER_BUDGET_S = 8.0
RIGHT, WRONG, P99_MS = 0.9, 0.02, 2.0
AS_HEARD = "one error, as recognisers make them"
ALL_KINDS = "one error of any general kind"

Case = tuple[str, str, str]
"""The kind of error, the sentence with it, the rule that should hear it."""


@dataclass(slots=True)
class Score:
    """What became of sentences with an error."""

    right: int = 0
    wrong: int = 0
    times_ms: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Sentences."""
        return len(self.times_ms)

    def of(self, share: int) -> float:
        """A number of sentences as a share of them."""
        return share / self.count if self.count else 0.0


def run() -> list[Row]:
    """All rows on errors."""
    work = workload(RULES, hits=4 * SENTENCES, misses=0, seed=SEED)
    script = os1_script(work.rules)
    ask = asking(script)
    rows: list[Row] = []
    held_out = as_heard(work.hits, HELD_OUT, SENTENCES)
    mixed = of_all_kinds(work.hits, SENTENCES)
    for name, cases in ((f"{AS_HEARD}, held-out part", held_out), (ALL_KINDS, mixed)):
        rows += _against_limits(name, judged(ask, script.match, cases))
    tuned = judged(ask, script.match, as_heard(work.hits, TUNE, SENTENCES))
    rows.append(_shares(f"{AS_HEARD}, tuning part", tuned))
    for label, cases in (("as heard", held_out), ("general", mixed)):
        for kind in dict.fromkeys(kind for kind, _, _ in sorted(cases)):
            chosen = [case for case in cases if case[0] == kind]
            rows.append(_shares(f"{label}: {kind}", judged(ask, script.match, chosen)))
    rows += _crowded() + _hers()
    for peer, make in peers().items():
        other = make(work.rules)
        for name, cases in ((f"{AS_HEARD}, held-out part", held_out), (ALL_KINDS, mixed)):
            rows.append(_beside(name, peer, _peer(other, cases)))
    return rows


def _crowded() -> list[Row]:
    """Where the next rule is but one word away; what is lost cannot always be told."""
    work = workload(RULES, hits=4 * SENTENCES, misses=0, seed=SEED, crowded=True)
    script = os1_script(work.rules)
    cases = as_heard(work.hits, HELD_OUT, SENTENCES)
    return _of_script("crowded script", script, cases, of_all_kinds(work.hits, SENTENCES))


def _hers() -> list[Row]:
    """Her own script, whose examples are short; those that another rule takes are left out."""
    script = Script.from_folder(assets_dir() / "samantha")
    ask = asking(script)
    hits = [
        (example, rule.id)
        for rule in script.rules
        if not rule.after
        for example in rule.examples
        if ask(example) == rule.id
    ]
    cases = as_heard(hits * 4, HELD_OUT, SENTENCES)
    return _of_script("her own script", script, cases, of_all_kinds(hits, SENTENCES))


def _of_script(
    name: str, script: Script, heard: Sequence[Case], mixed: Sequence[Case]
) -> list[Row]:
    ask = asking(script)
    return [
        _shares(f"{name}, {label}", judged(ask, script.match, cases))
        for label, cases in ((AS_HEARD, heard), (ALL_KINDS, mixed))
    ]


def as_heard(hits: Sequence[tuple[str, str]], part: str, count: int) -> list[Case]:
    """So many sentences with an error from this part of the table."""
    rng = random.Random(f"{SEED} {part}")
    mishearing = Mishearing([c for c in read() if c.part == part], rng)
    return _cases(hits, mishearing.one_error, count)


def of_all_kinds(hits: Sequence[tuple[str, str]], count: int) -> list[Case]:
    """So many sentences with an error of each of the general kinds in turn."""
    rng = random.Random(SEED)
    kinds = iter(GENERIC[place % len(GENERIC)] for place in range(len(hits)))

    def make(text: str) -> tuple[str, str] | None:
        kind = next(kinds)
        made = generic(kind, text, rng)
        return (kind, made) if made else None

    return _cases(hits, make, count)


def _cases(
    hits: Sequence[tuple[str, str]],
    make: Callable[[str], tuple[str, str] | None],
    count: int,
) -> list[Case]:
    def made() -> Iterator[Case]:
        for text, rule in hits:
            error = make(text)
            if error:
                yield (*error, rule)

    return [case for case, _ in zip(made(), range(count), strict=False)]


def judged(ask: Ask, timed: Callable[[str], object], cases: Sequence[Case]) -> Score:
    """OS1 on these sentences, each heard for the first time."""
    texts = [text for _, text, _ in cases]
    times_ms = [ns / NS_PER_MS for ns in time_each_ns(timed, texts)]
    answers = [ask(text) for text in texts]
    return _score(answers, cases, times_ms)


def _peer(ask: Ask, cases: Sequence[Case]) -> Score:
    answers: list[str] = []

    def work(text: str) -> None:
        answers.append(ask(text))

    times = time_within_ns(work, [text for _, text, _ in cases], PEER_BUDGET_S)
    return _score(answers, cases, [ns / NS_PER_MS for ns in times])


def _score(answers: Sequence[str], cases: Sequence[Case], times_ms: list[float]) -> Score:
    wanted = [rule for _, _, rule in cases]
    right = sum(answer == rule for answer, rule in zip(answers, wanted, strict=False))
    wrong = sum(bool(a) and a != rule for a, rule in zip(answers, wanted, strict=False))
    return Score(right, wrong, times_ms)


def _against_limits(name: str, score: Score) -> list[Row]:
    count = str(score.count)
    return [
        share_at_least(f"{name}: right rule", score.of(score.right), RIGHT, count),
        share_at_most(f"{name}: wrong rule", score.of(score.wrong), WRONG, count),
        limit(f"{name}: p99", percentile(score.times_ms, 0.99), P99_MS, "ms", count),
    ]


def _shares(name: str, score: Score) -> Row:
    right, wrong = percent(score.of(score.right)), percent(score.of(score.wrong))
    return Row(
        name, f"{right} right, {wrong} wrong", str(score.count), spread(score.times_ms, "ms")
    )


def _beside(name: str, peer: str, score: Score) -> Row:
    right, wrong = percent(score.of(score.right)), percent(score.of(score.wrong))
    value = f"{peer}: {right} right, {wrong} wrong"
    return Row(name, value, str(score.count), spread(score.times_ms, "ms"))
