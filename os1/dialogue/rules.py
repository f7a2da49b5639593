"""What a script is made of, once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from os1.dialogue.mistakes import Place

MOODS = frozenset(
    {"neutral", "warm", "tender", "amused", "curious", "thoughtful", "sad", "serious", "joyful"}
)
"""The words a mood may be: they colour her voice and the window."""

PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")
"""From midnight, 5, 12 and 18 o'clock; from 22 o'clock it is night again."""

CLOCK_FACTS = frozenset({"clock.time", "clock.day", "clock.date", "clock.year", "clock.part"})
"""What every line may say of the time, in spoken words."""

TALK_FACTS = frozenset({"talk.topic", "talk.mood", "relationship.stage"})
"""What is being talked about, the mood of what she said last ("" when there is none), and
how far the two have come, if whoever runs the conversation makes that known."""

URGENT = 100
"""From this priority on a rule comes before everything, context included."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When something may be said.

    known: facts that must be known. unknown: facts that must not be.
    values: facts and the values they may have.
    """

    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.known or self.unknown or self.values)

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether it does, with what is known now."""
        return (
            all(fact in facts for fact in self.known)
            and not any(fact in facts for fact in self.unknown)
            and all(facts.get(fact) in allowed for fact, allowed in self.values)
        )

    def named(self) -> frozenset[str]:
        """Every fact it asks about."""
        return frozenset((*self.known, *self.unknown, *(fact for fact, _ in self.values)))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say; `names` are the slots and facts it needs."""

    text: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lines:
    """Things to say when no rule hears: greetings, gambits, fallbacks, silences and so on.

    kind: one of those, as it is called in the script.
    """

    kind: str
    id: str
    place: Place
    says: tuple[Line, ...]
    topic: str = ""
    mood: str = "neutral"
    when: Condition = Condition()


@dataclass(frozen=True, slots=True)
class Rule:
    """What is heard, and what is said to it.

    hears: its templates, as they are written.
    after: ids of rules; it is heard only as an answer to one of them.
    redirect: the id of a rule to answer like, or a sentence to answer instead.
    again: said when all of `says` has been said a moment ago.
    repeats: it may say the same sentence soon again (the time; words of help).
    cooldown: turns during which it is not chosen again.
    remembers: facts to keep, each with a text that may name slots.
    does: actions that go with the answer. asks: asked first when it may be a mistake.
    examples: sentences it must be chosen for; unlike: sentences it must not be.
    position: its place in the script, the last word among equals.
    """

    id: str
    place: Place
    position: int
    hears: tuple[str, ...]
    says: tuple[Line, ...] = ()
    again: tuple[Line, ...] = ()
    after: frozenset[str] = frozenset()
    redirect: str = ""
    topic: str = ""
    mood: str = "neutral"
    when: Condition = Condition()
    priority: int = 0
    repeats: bool = False
    cooldown: int = 0
    remembers: tuple[tuple[str, str], ...] = ()
    does: tuple[str, ...] = ()
    asks: tuple[Line, ...] = ()
    examples: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether it comes before everything."""
        return self.priority >= URGENT

    def record(self) -> dict[str, Any]:
        """As plain data, without what is as usual."""
        plain: dict[str, Any] = {
            "id": self.id,
            "place": [self.place.file, self.place.line],
            "position": self.position,
        }
        for part in fields(self)[3:]:
            value = getattr(self, part.name)
            if value != part.default:
                plain[part.name] = _plain(value)
        return plain

    @classmethod
    def of_record(cls, plain: Mapping[str, Any]) -> Self:
        """The rule of a record."""
        made = {key: _READ.get(key, _same)(value) for key, value in plain.items()}
        made["place"] = Place(plain["place"][0], plain["place"][1], plain["id"])
        return cls(**made)


def lines_record(lines: Lines) -> dict[str, Any]:
    """Lines as plain data."""
    return {
        "kind": lines.kind,
        "id": lines.id,
        "place": [lines.place.file, lines.place.line],
        "says": _plain(lines.says),
        "topic": lines.topic,
        "mood": lines.mood,
        "when": _plain(lines.when),
    }


def lines_of_record(plain: Mapping[str, Any]) -> Lines:
    """The lines of a record."""
    return Lines(
        kind=plain["kind"],
        id=plain["id"],
        place=Place(plain["place"][0], plain["place"][1], plain["id"]),
        says=_lines(plain["says"]),
        topic=plain["topic"],
        mood=plain["mood"],
        when=_condition(plain["when"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Line):
        return [value.text, *sorted(value.names)]
    if isinstance(value, Condition):
        return [value.known, value.unknown, value.values]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _lines(plain: Any) -> tuple[Line, ...]:
    return tuple(Line(text, frozenset(names)) for text, *names in plain)


def _condition(plain: Any) -> Condition:
    known, unknown, values = plain
    pairs = tuple((fact, tuple(allowed)) for fact, allowed in values)
    return Condition(tuple(known), tuple(unknown), pairs)


def _pairs(plain: Any) -> tuple[tuple[str, str], ...]:
    return tuple((fact, text) for fact, text in plain)


def _same(plain: Any) -> Any:
    return plain


_READ: Mapping[str, Any] = {
    "says": _lines,
    "again": _lines,
    "asks": _lines,
    "when": _condition,
    "after": frozenset,
    "hears": tuple,
    "does": tuple,
    "remembers": _pairs,
    "examples": tuple,
    "unlike": tuple,
}
