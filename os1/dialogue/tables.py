"""A compiled script as plain data: strings, numbers and arrays of numbers.

This is what is kept in memory, shared by every conversation, and what is written to the
cache. Rules stay in `records`, one line of JSON each, until they are wanted; templates
are numbers into `steps` and `shapes`, in which many of them share.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from os1.dialogue.loader import Content, Draft
from os1.dialogue.normalise import readings
from os1.dialogue.program import STAR, Phrases, Program, SlotStep, Step
from os1.dialogue.rules import lines_record
from os1.dialogue.sound import sound
from os1.dialogue.template import Template

Plain = str | list[Any]

NO_WORD = ""
MAX_SECOND = 8


@dataclass(slots=True)
class Tables:
    """See the module. Templates and rules are known by their numbers.

    facts: names of those it can know. ids: of the rules. priorities: of the rules.
    bound: 1 for a rule that is not always allowed (after, when, cooldown).
    first_template: of each rule, and one more.
    records: the rules as JSON; rule n is records[record_at[n]:record_at[n + 1]].
    lines: greetings and the like, as records. steps, shapes: what programs are made of.
    For each template: rule_of, shape_of, shortest, longest, its steps (steps_of between
    steps_at). Those from `heard` on are examples, known only to repair.
    exact: templates by whole sentence. rare: templates by two words they need, the
    rarest first; NO_WORD where they need none or only one.
    words: of templates; sounds: their keys; `said` between said_at: templates with the word.
    """

    persona: str = ""
    facts: list[str] = field(default_factory=list)
    concepts: Mapping[str, Iterable[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    priorities: "array[int]" = field(default_factory=lambda: array("i"))
    bound: bytes = b""
    first_template: "array[int]" = field(default_factory=lambda: array("I"))
    records: bytes = b""
    record_at: "array[int]" = field(default_factory=lambda: array("I"))
    lines: list[dict[str, Any]] = field(default_factory=list)
    steps: list[Plain] = field(default_factory=list)
    shapes: list[list[list[int]]] = field(default_factory=list)
    rule_of: "array[int]" = field(default_factory=lambda: array("I"))
    shape_of: "array[int]" = field(default_factory=lambda: array("I"))
    shortest: "array[int]" = field(default_factory=lambda: array("H"))
    longest: "array[int]" = field(default_factory=lambda: array("H"))
    steps_of: "array[int]" = field(default_factory=lambda: array("I"))
    steps_at: "array[int]" = field(default_factory=lambda: array("I"))
    heard: int = 0
    exact: dict[str, int | list[int]] = field(default_factory=dict)
    rare: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    said: "array[int]" = field(default_factory=lambda: array("I"))
    said_at: "array[int]" = field(default_factory=lambda: array("I"))


def build(content: Content) -> Tables:
    """The tables of a script that has been read and checked."""
    return _Builder(content).build()


class _Builder:
    """Numbers everything and files every template."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._tables = Tables(
            persona=content.persona,
            facts=sorted(
                content.facts.union(
                    fact for draft in content.drafts for fact, _ in draft.rule.remembers
                )
            ),
            concepts={name: list(texts) for name, texts in content.concepts.items()},
        )
        self._step_numbers: dict[Step, int] = {}
        self._shape_numbers: dict[tuple[tuple[int, ...], ...], int] = {}
        self._said: dict[str, list[int]] = {}

    def build(self) -> Tables:
        tables = self._tables
        tables.lines = [lines_record(lines) for lines in self._content.lines]
        self._take_rules()
        needs: list[tuple[int, tuple[frozenset[str], ...]]] = []
        for number, draft in enumerate(self._content.drafts):
            tables.first_template.append(len(tables.rule_of))
            for template in draft.templates:
                at = self._add(number, template.program, template.shortest, template.longest)
                if template.spelled:
                    self._spell(at, template)
                else:
                    needs.append((at, template.required))
        tables.heard = len(tables.rule_of)
        tables.first_template.append(tables.heard)
        self._index(needs)
        self._add_examples()
        tables.steps_at.append(len(tables.steps_of))
        self._file_words()
        return tables

    def _take_rules(self) -> None:
        tables = self._tables
        records = []
        at = 0
        bound = bytearray()
        for draft in self._content.drafts:
            rule = draft.rule
            tables.ids.append(rule.id)
            tables.priorities.append(rule.priority)
            bound.append(bool(rule.after or rule.when or rule.cooldown))
            tables.record_at.append(at)
            records.append(json.dumps(rule.record(), ensure_ascii=False).encode())
            at += len(records[-1])
        tables.record_at.append(at)
        tables.records = b"".join(records)
        tables.bound = bytes(bound)

    def _add(self, rule: int, program: Program, shortest: int, longest: int) -> int:
        tables = self._tables
        number = len(tables.rule_of)
        tables.rule_of.append(rule)
        tables.shortest.append(shortest)
        tables.longest.append(longest)
        shape = self._shape_numbers.setdefault(program.follow, len(tables.shapes))
        if shape == len(tables.shapes):
            tables.shapes.append([list(ways) for ways in program.follow])
        tables.shape_of.append(shape)
        tables.steps_at.append(len(tables.steps_of))
        for step in program.steps:
            place = self._step_numbers.setdefault(step, len(tables.steps))
            if place == len(tables.steps):
                tables.steps.append(plain_step(step))
            tables.steps_of.append(place)
            for word in literal_words(step):
                listed = self._said.setdefault(word, [])
                if not listed or listed[-1] != number:
                    listed.append(number)
        return number

    def _spell(self, number: int, template: Template) -> None:
        """File a template under every sentence it stands for."""
        exact = self._tables.exact
        for phrase in template.spelled:
            sentence = " ".join(phrase)
            known = exact.get(sentence)
            if known is None:
                exact[sentence] = number
            elif isinstance(known, list):
                known.append(number)
            else:
                exact[sentence] = [known, number]

    def _index(self, needs: list[tuple[int, tuple[frozenset[str], ...]]]) -> None:
        """File every other template under the two rarest sets of words of which it needs one."""
        often = Counter(word for _, required in needs for need in required for word in need)
        for number, required in needs:
            ranked = sorted(required, key=lambda need: sum(often[word] for word in need))
            first = sorted(ranked[0]) if ranked else [NO_WORD]
            second = [NO_WORD]
            for need in ranked[1:]:
                if len(need) <= MAX_SECOND and need.isdisjoint(first):
                    second = sorted(need)
                    break
            for word in first:
                filed = self._tables.rare.setdefault(word, {})
                for other in second:
                    filed.setdefault(other, []).append(number)

    def _add_examples(self) -> None:
        """Examples of rules without slots, as sentences that may have been meant."""
        for number, draft in enumerate(self._content.drafts):
            if draft.slots():
                continue
            for words in _example_words(draft, self._content.persona):
                if " ".join(words) not in self._tables.exact:
                    follow = tuple((at,) for at in range(len(words) + 1))
                    self._add(number, Program(words, follow), len(words), len(words))

    def _file_words(self) -> None:
        tables = self._tables
        for word, numbers in self._said.items():
            tables.words.append(word)
            tables.sounds.append(sound(word))
            tables.said_at.append(len(tables.said))
            tables.said.extend(numbers)
        tables.said_at.append(len(tables.said))


def _example_words(draft: Draft, persona: str) -> list[tuple[str, ...]]:
    found = {readings(example, persona)[-1].words: None for example in draft.rule.examples}
    return [words for words in found if words]


def plain_step(step: Step) -> Plain:
    """A step as plain data."""
    if isinstance(step, str):
        return step
    if isinstance(step, frozenset):
        return ["one", *sorted(step)]
    if isinstance(step, Phrases):
        return ["phrases", *(" ".join(phrase) for phrase in step.listed)]
    if isinstance(step, SlotStep):
        return ["slot", step.name, step.kind]
    return ["star"]


def step_of_plain(plain: Plain) -> Step:
    """The step of plain data."""
    if isinstance(plain, str):
        return plain
    kind, *rest = plain
    if kind == "one":
        return frozenset(rest)
    if kind == "phrases":
        return Phrases(tuple(tuple(text.split()) for text in rest))
    return SlotStep(rest[0], rest[1]) if kind == "slot" else STAR


def literal_words(step: Step) -> Iterable[str]:
    """The words a step names."""
    if isinstance(step, str):
        return (step,)
    if isinstance(step, frozenset):
        return step
    if isinstance(step, Phrases):
        return {word for phrase in step.listed for word in phrase}
    return ()
