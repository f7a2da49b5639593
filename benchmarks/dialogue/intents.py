"""Intents with a hundred examples each, and questions that none of them is meant for.

They are generated: the grammars for examples and for test sentences were written apart,
and share no template and no filler, only the odd word that the subject cannot do without.
Real questions are better judges: `read_clinc` takes the file that Larson and others
published ("An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction",
2019), which is not part of this project.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dialogue.intent_grammars import GRAMMARS
from benchmarks.dialogue.templates import Slot, read, say
from benchmarks.dialogue.unrelated import QUESTIONS
from benchmarks.dialogue.workload import SEED
from os1.errors import Os1Error

EXAMPLES, TESTS, OUT_OF_SCOPE = 100, 30, 300
_TAUGHT_ENDS = ("{}", "{}", "{} please", "{} thanks", "{} right now", "hey {}", "{} if you can")
_ASKED_ENDS = ("{}", "{}", "excuse me {}", "quick question {}", "{} when you have a moment")
_OBJECTS = """a greenhouse|a steam engine|a violin bow|a beehive|a sundial|a septic tank|
a suspension bridge|a compost heap|a pinhole camera|a weather balloon|a stone wall|a loom|
a wind turbine|a sourdough culture|a chess clock|a canal lock|a telescope mirror|a kiln|
a saddle|a fishing net""".replace("\n", "").split("|")
_QUESTIONS = """who built the first {}|how much does {} weigh on average|
what is {} usually made of|which country makes more than anyone of {}|
how long does it take to restore {}|where can one see the oldest example of {}|
is it legal to own {} without a permit|what goes wrong most often with {}|
who writes good books about {}|how was {} transported in the old days""".replace("\n", "").split(
    "|"
)


@dataclass(frozen=True, slots=True)
class Intents:
    """Sentences with their intent, to learn from and to be asked; and some with none."""

    name: str
    examples: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, str], ...]
    out_of_scope: tuple[str, ...]


def generated() -> Intents:
    """Twenty intents; the same ones each time."""
    rng = random.Random(SEED)
    examples: list[tuple[str, str]] = []
    tests: list[tuple[str, str]] = []
    for name, (taught, asked) in GRAMMARS.items():
        examples += [(t, name) for t in _different(taught, _TAUGHT_ENDS, EXAMPLES, rng)]
        tests += [(t, name) for t in _different(asked, _ASKED_ENDS, TESTS, rng)]
    foreign = [question.format(thing) for question in _QUESTIONS for thing in _OBJECTS]
    foreign = [*QUESTIONS, *rng.sample(foreign, len(foreign))]
    return Intents("generated", tuple(examples), tuple(tests), tuple(foreign[:OUT_OF_SCOPE]))


def read_clinc(path: Path) -> Intents:
    """150 intents from `data_full.json`. Raises Os1Error."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        examples, tests = (tuple(map(tuple, data[part])) for part in ("train", "test"))
        foreign = tuple(text for text, _ in data["oos_test"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Os1Error(
            f"Cannot read intents from {path}: {error}.",
            "Give the file data_full.json of CLINC150.",
        ) from error
    return Intents("CLINC150", examples, tests, foreign)


def _different(
    templates: tuple[str, ...], ends: tuple[str, ...], count: int, rng: random.Random
) -> list[str]:
    """So many different sentences, all templates as often as can be."""
    found: dict[str, None] = {}
    for turn in range(count * 60):
        if len(found) == count:
            break
        parts = read(templates[turn % len(templates)])
        words = say(parts, {}, rng, _nothing)
        found[rng.choice(ends).format(" ".join(words))] = None
    return list(found)


def _nothing(slot: Slot) -> str:
    raise ValueError(f"no slots here: {slot.name}")
