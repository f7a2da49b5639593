"""All of it in one run, or a part."""

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.dialogue import conversations, errors, falsehoods, matching, paraphrases
from benchmarks.report import Row

INTENTS = "OS1_BENCH_INTENTS"
"""The environment variable that says where CLINC150's data_full.json is, for who has it."""


def _paraphrases() -> list[Row]:
    file = os.environ.get(INTENTS)
    return paraphrases.run(Path(file) if file else None)


PARTS: dict[str, Callable[[], list[Row]]] = {
    "matching": matching.run,
    "conversations": conversations.run,
    "errors": errors.run,
    "falsehoods": falsehoods.run,
    "paraphrases": _paraphrases,
}


def run(_speech: Path | None = None) -> list[Row]:
    """All rows on the rule engine."""
    return [row for part in PARTS.values() for row in part()]
