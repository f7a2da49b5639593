"""A script, compiled: shared by all conversations, never changed.

Stages, cheapest first:
    exact    the sentence is one a template spells out
    index    a template fits; only those whose rarest needed word was said are tried
    repair   one of the script's sentences was probably meant (see `repair`)

Order among the rules that hear the same:
    1. urgent ones (priority 100 and more)
    2. an answer to her last turn, then to the turn before, then what needs no context
    3. the higher priority
    4. fewer words taken by `*` and text slots
    5. more words named by the template
    6. what stands earlier in the script (files in order of their names)
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from os1.dialogue import checks
from os1.dialogue.loader import load
from os1.dialogue.matcher import Found, find
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.normalise import Words, normalise, readings, sentences
from os1.dialogue.repair import Phrase, Repair, budget
from os1.dialogue.rules import Content, Rule
from os1.dialogue.template import OneOf, Template

CONTEXT_TURNS = 2
"""For so many turns a rule can be answered to."""

URGENT_COST = 0.6
"""The most a repair into an urgent rule may cost: one word misheard, not one replaced."""


@dataclass(frozen=True, slots=True)
class Context:
    """What matching may depend on besides the words.

    recent: ids of what she said in her last turns, newest first, at most CONTEXT_TURNS.
    facts: what is known ("user.name") and the time ("clock.part").
    """

    recent: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def age(self, rule: Rule) -> int | None:
        """Turns since what the rule answers (0: her last); CONTEXT_TURNS for a rule that
        needs none; None if it cannot be chosen now.
        """
        if not rule.when.holds(self.facts):
            return None
        if not rule.after:
            return CONTEXT_TURNS
        ages = [age for age, said in enumerate(self.recent[:CONTEXT_TURNS]) if said in rule.after]
        return min(ages, default=None)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that heard what was said.

    stage: exact, index or repair. heard: the words. template: what heard them.
    age: see Context.age. wild, literal: words it left free, words it named.
    """

    rule: Rule
    stage: str
    heard: str
    template: str
    age: int
    wild: int = 0
    literal: int = 0
    cost: float = 0.0
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[bool, int, int, int, int, int]:
        """Smaller comes first: the declared order."""
        rule = self.rule
        urgent = not rule.urgent
        return (urgent, self.age, -rule.priority, self.wild, -self.literal, rule.position)

    @property
    def weak(self) -> bool:
        """Whether most of the sentence was left free, or a catch-all took it (a priority
        below 0): a repair may know better.
        """
        if self.rule.urgent or self.age < CONTEXT_TURNS:
            return False
        return self.wild > self.literal or (self.rule.priority < 0 and self.wild > 0)

    @property
    def confidence(self) -> float:
        """0 to 1."""
        if self.stage == "exact":
            return 1.0
        if self.stage == "repair":
            return round(0.9 - 0.4 * self.cost / budget(len(self.template.split())), 2)
        return round(0.6 + 0.35 * self.literal / max(1, self.literal + self.wild), 2)


class Script:
    """Rules and lines, ready to be talked with. Raises ScriptMistake (a ScriptError) if faulty."""

    def __init__(self, content: Content) -> None:
        checks.check(content)
        self.content = content
        self.rules = content.rules
        self._by_id = {rule.id: rule for rule in content.rules}
        self._exact: dict[tuple[str, ...], list[tuple[Rule, Template]]] = {}
        self._index: dict[str, list[tuple[Rule, Template]]] = {}
        self._unindexed: list[tuple[Rule, Template]] = []
        self._build_index()
        phrases, vocabulary = list(self._phrases()), frozenset(self._vocabulary())
        self._repair = Repair(phrases, vocabulary)
        urgent = [phrase for phrase in phrases if self.rules[phrase.rule].urgent]
        self._urgent = Repair(urgent, vocabulary)

    @classmethod
    def from_string(cls, text: str, name: str = "script.toml") -> Self:
        """A script that is one text."""
        return cls(load([(name, text)]))

    @classmethod
    def from_files(cls, paths: Iterable[str | Path]) -> Self:
        """A script of several files. Raises ScriptMistake also if one cannot be read."""
        return cls(load([(Path(path).name, _read(Path(path))) for path in paths]))

    @classmethod
    def from_folder(cls, folder: str | Path) -> Self:
        """All .toml files of a folder, in order of their names."""
        paths = sorted(Path(folder).glob("*.toml"))
        if not paths:
            raise ScriptMistake(Place(str(folder)), "there is no script in this folder")
        return cls.from_files(paths)

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises KeyError."""
        return self._by_id[rule_id]

    def match(self, text: str, context: Context | None = None) -> Match | None:
        """The rule for this text, or None if no stage knows one."""
        return self.match_any((text,), context or Context())

    def match_any(self, texts: Iterable[str], context: Context) -> Match | None:
        """The same for several readings of one utterance, the likeliest first.

        What is urgent comes first, even if a word of it was misheard. Then a good match of
        a later reading comes before a repair of an earlier one, and that before a match
        that leaves most of the sentence free.
        """
        candidates = [list(self._readings(text)) for text in texts]
        direct = [self._best(self._direct(readings, context)) for readings in candidates]
        if not any(match and match.rule.urgent for match in direct[:1]):
            for speeches in candidates[:1]:
                urgent = self._best(self._repaired(speeches, context, self._urgent))
                if urgent is not None:
                    return urgent
        for match in direct:
            if match is not None and not match.weak:
                return match
        for speeches in candidates:
            repaired = self._best(self._repaired(speeches, context, self._repair))
            if repaired is not None:
                return repaired
        return next((match for match in direct if match is not None), None)

    def candidates(self, speech: Words) -> list[tuple[Rule, Template]]:
        """The templates worth trying on this speech, but for the spelled-out ones."""
        indexed = [entry for word in set(speech.words) for entry in self._index.get(word, ())]
        return [*indexed, *self._unindexed]

    def misled(self) -> Iterator[tuple[Rule, str, str | None]]:
        """See `checks.misled`."""
        return checks.misled(self.rules, self._choose)

    def _choose(self, rule: Rule, example: str) -> str | None:
        facts = dict.fromkeys(rule.when.known, "something")
        if rule.when.part_of_day:
            facts["clock.part"] = min(rule.when.part_of_day)
        match = self.match(example, Context(tuple(sorted(rule.after))[:1], facts))
        return match.rule.id if match else None

    def _readings(self, text: str) -> Iterator[tuple[Words, int]]:
        """Every way to take a text, with how many sentences from its end it stands (0: all)."""
        for speech in readings(text, self.content.persona):
            yield speech, 0
        parts = sentences(text)
        if len(parts) > 1:
            for back, part in enumerate(reversed(parts), start=1):
                for speech in readings(part, self.content.persona):
                    yield speech, back

    def _best(self, matches: Iterable[tuple[Match, int]]) -> Match | None:
        """The first in the declared order; among those alike in context and priority, what
        fits firmly, then the whole text, then a later sentence before an earlier one.
        """
        ranked = min(
            matches,
            key=lambda found: (*found[0].order[:3], found[0].weak, found[1], *found[0].order[3:]),
            default=None,
        )
        return ranked[0] if ranked else None

    def _direct(
        self, speeches: Iterable[tuple[Words, int]], context: Context
    ) -> Iterator[tuple[Match, int]]:
        for speech, back in speeches:
            if not speech.words:
                continue
            spelled = self._exact.get(speech.words, ())
            for rule, template in (*spelled, *self.candidates(speech)):
                age = context.age(rule)
                found = None if age is None else find(template, speech)
                if age is not None and found is not None:
                    yield _matched(rule, template, speech, age, found), back

    def _repaired(
        self, speeches: Iterable[tuple[Words, int]], context: Context, repair: Repair
    ) -> Iterator[tuple[Match, int]]:
        def allowed(rule: int) -> bool:
            return context.age(self.rules[rule]) is not None

        for speech, back in speeches:
            for repaired in repair.find(speech, allowed):
                rule = self.rules[repaired.phrase.rule]
                age = context.age(rule)
                if age is not None and not (rule.urgent and repaired.cost > URGENT_COST):
                    meant = str(repaired.phrase)
                    yield (
                        Match(rule, "repair", str(speech), meant, age, cost=repaired.cost),
                        back + round(100 * repaired.cost),
                    )

    def _build_index(self) -> None:
        """File every template under the rarest set of words of which it needs one."""
        entries = [(rule, template) for rule in self.rules for template in rule.hears]
        frequency = Counter(
            word for _, template in entries for need in template.required for word in need
        )
        for rule, template in entries:
            if template.plain is not None:
                self._exact.setdefault(template.plain, []).append((rule, template))
            elif template.required:
                rarest = min(template.required, key=lambda need: sum(frequency[w] for w in need))
                for word in rarest:
                    self._index.setdefault(word, []).append((rule, template))
            else:
                self._unindexed.append((rule, template))

    def _phrases(self) -> Iterator[Phrase]:
        """Every example and spelled-out template of the rules that have no slots."""
        for rule in self.rules:
            if rule.slots():
                continue
            spelled = {template.plain for template in rule.hears if template.plain}
            written = {
                speech.words
                for example in rule.examples
                for speech in readings(example, self.content.persona)
            }
            for words in sorted(spelled | written):
                yield Phrase(words, rule.position)

    def _vocabulary(self) -> Iterator[str]:
        for rule in self.rules:
            for example in rule.examples:
                yield from normalise(example).words
            for template in rule.hears:
                for state in template.states:
                    if isinstance(state, OneOf):
                        yield from state.words


def _matched(rule: Rule, template: Template, speech: Words, age: int, found: Found) -> Match:
    return Match(
        rule=rule,
        stage="index" if template.plain is None else "exact",
        heard=str(speech),
        template=template.text,
        age=age,
        wild=found.wild,
        literal=found.literal,
        slots=found.slots,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScriptMistake(Place(str(path)), f"it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ScriptMistake(Place(str(path)), "it is not written in UTF-8") from error
