"""How often a rule claims a sentence that has nothing to do with it."""

from collections.abc import Sequence

from benchmarks.dialogue import unrelated
from benchmarks.dialogue.engines import Ask, asking, os1_script, peers
from benchmarks.dialogue.results import (
    NS_PER_MS,
    percent,
    share_at_most,
    spread,
    time_each_ns,
    time_within_ns,
)
from benchmarks.dialogue.workload import workload
from benchmarks.report import Row
from os1.dialogue import Script
from os1.paths import assets_dir

RULES = 10_000
MOST = 0.01
PEER_BUDGET_S = 8.0


def run() -> list[Row]:
    """All rows on false answers."""
    texts = unrelated.sentences()
    work = workload(RULES, hits=1, misses=0)
    rows: list[Row] = []
    hers = Script.from_folder(assets_dir() / "samantha")
    for name, script in (("10,000 rules", os1_script(work.rules)), ("her own script", hers)):
        ask = asking(script)
        times_ms = [ns / NS_PER_MS for ns in time_each_ns(script.match, texts)]
        claimed = [rule for rule in map(ask, texts) if rule]
        # Below 0 a rule is a declared catch-all, such as "that I cannot know": no mistake.
        caught = sum(script.rule(rule).priority < 0 for rule in claimed)
        share = (len(claimed) - caught) / len(texts)
        rows.append(share_at_most(f"false answers, {name}", share, MOST, str(len(texts))))
        if caught:
            rows.append(Row(f"sent to a catch-all, {name}", str(caught), str(len(texts))))
        rows.append(Row(f"unrelated sentences, {name}", spread(times_ms, "ms"), str(len(texts))))
    for peer, make in peers().items():
        rows.append(_peer(peer, make(work.rules), texts))
    return rows


def _peer(name: str, ask: Ask, texts: Sequence[str]) -> Row:
    answers: list[str] = []

    def work(text: str) -> None:
        answers.append(ask(text))

    times = time_within_ns(work, texts, PEER_BUDGET_S)
    share = sum(map(bool, answers)) / len(answers)
    against = spread([ns / NS_PER_MS for ns in times], "ms")
    return Row(
        "false answers, 10,000 rules", f"{name}: {percent(share)}", str(len(answers)), against
    )
