"""What one conversation keeps between turns, and its form as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

from os1.dialogue.context import CONTEXT_TURNS, Said
from os1.dialogue.rules import Line
from os1.dialogue.saying import Chance, Saying
from os1.dialogue.script import Script

VERSION = 1


class Pending:
    """Something she asked back about: a rule, what its slots held, and what was understood."""

    __slots__ = ("meant", "rule", "slots")

    def __init__(self, rule: str, slots: Mapping[str, str], meant: str) -> None:
        self.rule = rule
        self.slots = dict(slots)
        self.meant = meant


class Memory:
    """The state of a conversation: small, because there are many at once.

    recent: ids of what she said in her last turns, newest first. facts: what it learned.
    topic, topic_age: what is being talked about, and turns since. mood: of her last reply.
    turn: turns so far. used: by rule, the turn it was last chosen in, if it has a cooldown.
    """

    __slots__ = (
        "facts",
        "mood",
        "pending",
        "recent",
        "saying",
        "topic",
        "topic_age",
        "turn",
        "used",
    )

    def __init__(self, chance: int, span: int) -> None:
        self.saying = Saying(Chance(chance), span)
        self.recent: tuple[Said, ...] = ()
        self.facts: dict[str, str] = {}
        self.topic = ""
        self.topic_age = 0
        self.mood = ""
        self.turn = 0
        self.used: dict[str, int] = {}
        self.pending: Pending | None = None

    def follow(self, said: Said) -> None:
        """This is what she said in this turn."""
        self.recent = (said, *self.recent[: CONTEXT_TURNS - 1])

    def resting(self, script: Script) -> frozenset[str]:
        """Rules that are cooling down; those that have cooled are forgotten."""
        if not self.used:
            return frozenset()
        for rule_id in [
            rule_id
            for rule_id, turn in self.used.items()
            if rule_id not in script or self.turn - turn > script.rule(rule_id).cooldown
        ]:
            del self.used[rule_id]
        return frozenset(self.used)

    def plain(self, script: Script) -> dict[str, Any]:
        """As data that JSON can hold."""
        pending = self.pending
        return {
            "version": VERSION,
            "chance": self.saying.chance.state,
            "span": self.saying.span,
            "recent": [[said] if isinstance(said, str) else sorted(said) for said in self.recent],
            "facts": dict(self.facts),
            "topic": self.topic,
            "topic_age": self.topic_age,
            "mood": self.mood,
            "turn": self.turn,
            "used": dict(self.used),
            "said": list(self.saying.recent),
            "bags": self.saying.plain_bags(lambda key: lines_of(script, key)),
            "pending": [pending.rule, pending.slots, pending.meant] if pending else None,
        }

    @classmethod
    def of_plain(cls, script: Script, plain: Mapping[str, Any]) -> "Memory":
        """The state of such data. Raises ValueError if it is not what `plain` gives."""
        if plain.get("version") != VERSION:
            raise ValueError("this is not the state of a conversation, or is of another version")
        try:
            memory = cls(int(plain["chance"]), int(plain["span"]))
            memory.recent = tuple(
                said[0] if len(said) == 1 else frozenset(said) for said in plain["recent"]
            )
            memory.facts = {str(name): str(value) for name, value in plain["facts"].items()}
            memory.topic, memory.topic_age = str(plain["topic"]), int(plain["topic_age"])
            memory.mood, memory.turn = str(plain["mood"]), int(plain["turn"])
            memory.used = {str(rule): int(turn) for rule, turn in plain["used"].items()}
            memory.saying.recent = tuple(int(number) for number in plain["said"])
            memory.saying.take_bags(plain["bags"], lambda key: lines_of(script, key))
            if plain["pending"] and plain["pending"][0] in script:
                memory.pending = Pending(*plain["pending"])
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError("this is not the state of a conversation") from error
        return memory


def lines_of(script: Script, key: str) -> Sequence[Line]:
    """The lines of a bag: a rule's, "rule again", or those of a greeting and its like."""
    rule_id = key.removesuffix(" again")
    if rule_id in script:
        rule = script.rule(rule_id)
        return rule.says if rule_id == key else rule.again
    return next((lines.says for lines in script.lines if lines.id == key), ())
