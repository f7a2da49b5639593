"""What matching may depend on, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from os1.dialogue.layer import Layer
from os1.dialogue.normalise import Words
from os1.dialogue.program import Found
from os1.dialogue.rules import URGENT, Rule

CONTEXT_TURNS = 2
"""For so many turns a rule can be answered to."""

Said = str | frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """What matching may depend on besides the words.

    recent: ids of what she said in her last turns, newest first, at most CONTEXT_TURNS. A
    turn that went through several rules (redirects) is the set of their ids.
    facts: what is known ("user.name") and the time ("clock.part").
    resting: ids of rules that are cooling down.
    """

    recent: tuple[Said, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    resting: frozenset[str] = frozenset()

    def age(self, rule: Rule) -> int | None:
        """Turns since what the rule answers (0: her last); CONTEXT_TURNS for a rule that
        needs none; None if it cannot be chosen now.
        """
        if rule.id in self.resting or not rule.when.holds(self.facts):
            return None
        if not rule.after:
            return CONTEXT_TURNS
        for age, said in enumerate(self.recent[:CONTEXT_TURNS]):
            if said in rule.after if isinstance(said, str) else not rule.after.isdisjoint(said):
                return age
        return None


NOTHING = Context()


class Match:
    """A rule that heard what was said.

    stage: exact, index, repair or paraphrase. heard: the words.
    template: its number in the layer, or -1. age: see Context.age. back: 0 when the whole
    text was taken, more for less of it. cost: of a repair; 0 without one.
    likeness: of a paraphrase, 0 to 1. meant: what was probably said, or the example it
    resembles.
    """

    __slots__ = (
        "_found",
        "age",
        "back",
        "cost",
        "heard",
        "layer",
        "likeness",
        "meant",
        "number",
        "stage",
        "template_number",
    )

    def __init__(
        self,
        layer: Layer,
        number: int,
        heard: Words,
        *,
        stage: str,
        age: int,
        found: Found,
        template: int = -1,
        back: int = 0,
        cost: float = 0.0,
        likeness: float = 0.0,
        meant: str = "",
    ) -> None:
        self.layer = layer
        self.number = number
        self.stage = stage
        self.heard = heard
        self.age = age
        self._found = found
        self.template_number = template
        self.back = back
        self.cost = cost
        self.likeness = likeness
        self.meant = meant

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.layer.rule(self.number)

    @property
    def rule_id(self) -> str:
        """Its id; cheaper than the rule."""
        return self.layer.tables.ids[self.number]

    @property
    def template(self) -> str:
        """What heard it, as it is written."""
        return (
            self.meant
            if self.template_number < 0
            else self.layer.template_text(self.template_number)
        )

    @property
    def slots(self) -> dict[str, str]:
        """What its slots hold."""
        return self._found.values(self.heard)

    @property
    def wild(self) -> int:
        """Words left free."""
        return self._found.wild

    @property
    def literal(self) -> int:
        """Words named by the template."""
        return self._found.literal

    @property
    def weak(self) -> bool:
        """Whether most of the sentence was left free, or a catch-all took it (a priority
        below 0): a repair may know better.
        """
        return is_weak(self.layer.priorities[self.number], self.age, self.wild, self.literal)

    @property
    def rank(self) -> tuple[object, ...]:
        """What the declared order looks at, but for the place in the script."""
        priority = self.layer.priorities[self.number]
        return (self.age, -priority, self.weak, self.back, self.wild, -self.literal)

    @property
    def confidence(self) -> float:
        """0 to 1."""
        if self.stage == "exact":
            return 1.0
        if self.stage == "repair":
            return round(max(0.4, 0.9 - 0.3 * self.cost), 2)
        if self.stage == "paraphrase":
            return round(0.3 + 0.5 * self.likeness, 2)
        return round(0.6 + 0.35 * self.literal / max(1, self.literal + self.wild), 2)

    def __repr__(self) -> str:
        return f"Match({self.rule_id!r}, {self.stage}, heard {str(self.heard)!r})"


def is_weak(priority: int, age: int, wild: int, literal: int) -> bool:
    """See Match.weak."""
    if priority >= URGENT or age < CONTEXT_TURNS:
        return False
    return wild > literal or (priority < 0 and wild > 0)


def order(
    layer: Layer, found: Found, *, age: int, back: int, place: tuple[int, int, int]
) -> tuple[object, ...]:
    """Smaller comes first: the declared order. `place` (layer, rule, template) leaves no
    tie.
    """
    priority = layer.priorities[place[1]]
    wild, literal, _ = found
    weak = is_weak(priority, age, wild, literal)
    return (priority < URGENT, age, -priority, weak, back, wild, -literal, place)
