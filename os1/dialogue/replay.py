"""Conversations written down, held again to see whether they still go the same way.

    # anything after a hash is for people
    == The others                 a new conversation begins
    you: How many others?
    her: 8,316.                   what she must say, letter by letter
    rule: essay.how_many_others   the rule it must come from
    stage: exact                  how it must be found
    mood: serious

Lines about her reply may be left out, but for each `you:` she must answer something.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from os1.core.messages import Reply
from os1.dialogue.conversation import Conversation
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.script import Script

_EXPECTED = {"her": "text", "rule": "rule", "stage": "stage", "mood": "mood"}
_NOON = datetime(2026, 3, 3, 12, 0)


@dataclass(slots=True)
class Turn:
    """What is said, and what must come of it: (line number, what, value)."""

    line: int
    said: str
    expected: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """One conversation."""

    title: str
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that went another way than it is written."""

    place: Place
    what: str
    expected: str
    reply: Reply

    def __str__(self) -> str:
        got = getattr(self.reply, _EXPECTED[self.what])
        return f'{self.place}: {self.what} should be "{self.expected}", and is "{got}"'


def read(name: str, text: str) -> list[Scene]:
    """The conversations of a file. Raises ScriptMistake for a line that means nothing."""
    scenes: list[Scene] = []
    for number, row in enumerate(text.splitlines(), start=1):
        line = row.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("=="):
            scenes.append(Scene(line.strip("= ")))
            continue
        what, colon, value = line.partition(":")
        what, value = what.strip().casefold(), value.strip()
        if not colon or what not in ("you", *_EXPECTED):
            known = ", ".join(("you", *_EXPECTED))
            raise ScriptMistake(
                Place(name, number), f'"{line}" is not one of {known}, with a colon after it'
            )
        if not scenes:
            scenes.append(Scene(name))
        turns = scenes[-1].turns
        if what == "you":
            turns.append(Turn(number, value))
        elif not turns:
            raise ScriptMistake(Place(name, number), "nobody has said anything yet")
        else:
            turns[-1].expected.append((number, what, value))
    return scenes


def _always_the_same() -> random.Random:
    return random.Random(0)  # noqa: S311 - it shuffles lines; nothing is to be kept secret


def differences(script: Script, name: str, scenes: Iterable[Scene]) -> Iterator[Difference]:
    """Hold every conversation; what went another way. The same each time."""
    for scene in scenes:
        conversation = Conversation(script, now=lambda: _NOON, rng=_always_the_same())
        for turn in scene.turns:
            reply = conversation.reply(turn.said)
            for line, what, expected in turn.expected:
                if getattr(reply, _EXPECTED[what]) != expected:
                    yield Difference(Place(name, line), what, expected, reply)
