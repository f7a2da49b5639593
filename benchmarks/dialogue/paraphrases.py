"""Sentences no template hears: the nearest example decides, or nobody answers.

The aims are for questions that people asked (CLINC150). The generated ones share next to
no word with the examples, which no counting of words can bridge: they show how the engine
fails (it should refuse), not how often people would see it fail.
"""

import json
from pathlib import Path
from statistics import fmean

from benchmarks.dialogue.intents import Intents, generated, read_clinc
from benchmarks.dialogue.results import (
    NS_PER_MS,
    limit,
    percent,
    share_at_least,
    spread,
    time_each_ns,
    without_aim,
)
from benchmarks.report import Row
from benchmarks.words import normalised
from os1.dialogue import Script

_HESITATIONS = frozenset("um uh uhm er erm hmm hm mm mmm ah eh".split())
"""What no template can hear."""
RIGHT, REFUSED, MS = 0.88, 0.84, 2.0


def run(clinc: Path | None = None) -> list[Row]:
    """All rows on paraphrase. clinc: CLINC150's data_full.json, if there is one."""
    rows = [without_aim(row) for row in _rows(generated())]
    if clinc is None:
        return [*rows, Row("CLINC150", "not here", "", "its file is not part of OS1")]
    return rows + _rows(read_clinc(clinc))


def script_of(intents: Intents) -> Script:
    """A rule for each intent, which hears its examples as they are.

    A sentence that two intents have is kept by the first: the script would refuse it.
    """
    examples: dict[str, list[str]] = {}
    seen: set[str] = set()
    for text, intent in intents.examples:
        plain = " ".join(word for word in normalised(text) if word not in _HESITATIONS)
        if plain and plain not in seen:
            seen.add(plain)
            examples.setdefault(intent, []).append(plain)
    return Script.from_string("\n".join(_rule(*item) for item in examples.items()))


def _rule(intent: str, examples: list[str]) -> str:
    quoted = json.dumps(examples)
    return (
        f'[[rule]]\nid = "{intent}"\nhears = {quoted}\nsays = ["{intent}"]\nexamples = {quoted}\n'
    )


def _rows(intents: Intents) -> list[Row]:
    script = script_of(intents)
    script.warm_up()
    asked = [text for text, _ in intents.tests]
    times_ms = [
        ns / NS_PER_MS for ns in time_each_ns(script.match, (*asked, *intents.out_of_scope))
    ]
    found = [script.match(text) for text in asked]
    answers = [match.rule_id if match else "" for match in found]
    wanted = [intent for _, intent in intents.tests]
    right = sum(a == w for a, w in zip(answers, wanted, strict=True)) / len(wanted)
    silent = sum(not a for a in answers) / len(wanted)
    refused = sum(script.match(text) is None for text in intents.out_of_scope)
    refused_share = refused / len(intents.out_of_scope)
    classes = len(set(wanted))
    name = f"{intents.name}, {classes} intents"
    return [
        share_at_least(f"{name}: right intent", right, RIGHT, str(len(wanted))),
        Row(
            f"{name}: refused though meant",
            percent(silent),
            str(len(wanted)),
            f"another intent: {percent(1 - right - silent)}",
        ),
        share_at_least(
            f"{name}: out of scope, refused",
            refused_share,
            REFUSED,
            str(len(intents.out_of_scope)),
        ),
        limit(f"{name}: a sentence", fmean(times_ms), MS, "ms", str(len(times_ms))),
        Row(f"{name}: a sentence", spread(times_ms, "ms"), str(len(times_ms))),
    ]
