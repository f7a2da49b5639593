"""What a script is made of, once it has been read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from os1.dialogue.mistakes import Place
from os1.dialogue.template import Template

MOODS = frozenset(
    {"neutral", "warm", "tender", "amused", "curious", "thoughtful", "sad", "serious", "joyful"}
)
"""The words a mood may be: they colour her voice and the window."""

PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")
"""From midnight, 5, 12 and 18 o'clock; from 22 o'clock it is night again."""

CLOCK_FACTS = frozenset({"clock.time", "clock.day", "clock.date", "clock.year", "clock.part"})
"""What every line may say of the time, in spoken words."""

URGENT = 100
"""From this priority on a rule comes before everything, context included."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When something may be said: at these parts of the day, knowing these facts."""

    part_of_day: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether it does, with what is known now."""
        if self.part_of_day and facts.get("clock.part") not in self.part_of_day:
            return False
        return all(fact in facts for fact in self.known)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say; `names` are the slots and facts it needs."""

    text: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lines:
    """Things to say when no rule hears: greetings, gambits, fallbacks, silence, repeats.

    kind: one of those, as it is called in the script.
    """

    kind: str
    id: str
    place: Place
    says: tuple[Line, ...]
    topic: str = ""
    mood: str = "neutral"
    when: Condition = Condition()
    again: tuple[Line, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What is heard, and what is said to it.

    after: ids of rules; it is heard only as an answer to one of them.
    again: said when all of `says` has been said a moment ago.
    repeats: it may say the same sentence soon again (the time; words of help).
    remembers: facts to keep, each with a text that may name slots.
    examples: sentences it must be chosen for; unlike: sentences it must not be.
    position: its place in the script, the last word among equals.
    """

    id: str
    place: Place
    position: int
    hears: tuple[Template, ...]
    says: tuple[Line, ...]
    again: tuple[Line, ...] = ()
    after: frozenset[str] = frozenset()
    topic: str = ""
    mood: str = "neutral"
    when: Condition = Condition()
    priority: int = 0
    repeats: bool = False
    remembers: Mapping[str, str] | None = None
    examples: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether it comes before everything."""
        return self.priority >= URGENT

    def always_filled(self) -> frozenset[str]:
        """The slots every template of it fills with something short enough to say back."""
        sets = [
            {name for name, kind in template.slots.items() if kind != "text"}
            for template in self.hears
        ]
        return frozenset(set.intersection(*sets)) if sets else frozenset()

    def slots(self) -> frozenset[str]:
        """Every slot any of its templates can fill."""
        return frozenset(name for template in self.hears for name in template.slots)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a script says, in the order of its files.

    persona: the name she answers to.
    """

    rules: tuple[Rule, ...]
    lines: tuple[Lines, ...]
    persona: str = ""

    def of_kind(self, kind: str) -> tuple[Lines, ...]:
        """The greetings, gambits, fallbacks, silences or repeats."""
        return tuple(lines for lines in self.lines if lines.kind == kind)


def remembered(rules: Iterable[Rule]) -> frozenset[str]:
    """The names of all facts that the rules can learn."""
    return frozenset(fact for rule in rules for fact in rule.remembers or ())
