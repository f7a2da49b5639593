"""Tables with the look-ups that matching needs; what is looked up once is kept."""

import json
from collections.abc import Iterator

from os1.dialogue.paraphrase import Index
from os1.dialogue.program import Found, Program, SlotStep, Step
from os1.dialogue.rules import Lines, Rule, lines_of_record
from os1.dialogue.tables import NO_WORD, Tables, step_of_plain


class Layer:
    """One compiled script, or the rules added to one later. Never changes what it answers."""

    def __init__(self, tables: Tables, paraphrases: Index | None = None) -> None:
        self.tables = tables
        self._paraphrases = paraphrases
        self.rule_of = tables.rule_of.tolist()
        self.priorities = tables.priorities.tolist()
        self.lines: tuple[Lines, ...] = tuple(lines_of_record(plain) for plain in tables.lines)
        self.urgent = frozenset(n for n, value in enumerate(self.priorities) if value >= 100)
        self.number_of = {name: number for number, name in enumerate(tables.ids)}
        self._steps: dict[int, Step] = {}
        self._shapes: dict[int, tuple[tuple[int, ...], ...]] = {}
        self._programs: list[Program | None] = [None] * len(self.rule_of)
        self._rules: dict[int, Rule] = {}
        # Made now, so that the first sentence is no slower than the next.
        for filed in tables.rare.values():
            for numbers in filed.values():
                for number in numbers:
                    self.program(number)

    def candidates(self, words: tuple[str, ...]) -> list[tuple[int, Found | None]]:
        """Templates worth trying: (number, how it heard if that is known already).

        What is spelled out is found whole; the rest by the rarest word it needs. One that
        needs one of several words may be named more than once.
        """
        tables = self.tables
        found: list[tuple[int, Found | None]] = []
        spelled = tables.exact.get(" ".join(words))
        if spelled is not None:
            how = Found(0, len(words), ())
            numbers = spelled if isinstance(spelled, list) else (spelled,)
            found = [(number, how) for number in numbers]
        count = len(words)
        rare, shortest, longest = tables.rare, tables.shortest, tables.longest
        said = {*words, NO_WORD}
        for word in said:
            filed = rare.get(word)
            if filed is None:
                continue
            for other in filed.keys() & said:
                for number in filed[other]:
                    if shortest[number] <= count <= longest[number]:
                        found.append((number, None))
        return found

    def program(self, template: int) -> Program:
        """The steps of a template."""
        program = self._programs[template]
        if program is None:
            tables = self.tables
            begin, end = tables.steps_at[template], tables.steps_at[template + 1]
            steps = tuple([self._step(place) for place in tables.steps_of[begin:end]])
            shape = tables.shape_of[template]
            follow = self._shapes.get(shape)
            if follow is None:
                follow = tuple(tuple(ways) for ways in tables.shapes[shape])
                self._shapes[shape] = follow
            program = self._programs[template] = Program(steps, follow)
        return program

    def rule(self, number: int) -> Rule:
        """The rule of this number."""
        rule = self._rules.get(number)
        if rule is None:
            tables = self.tables
            begin, end = tables.record_at[number], tables.record_at[number + 1]
            rule = Rule.of_record(json.loads(tables.records[begin:end]))
            self._rules[number] = rule
        return rule

    def slot_kinds(self, number: int) -> dict[str, str]:
        """The kinds of the slots a rule's templates may fill, by name."""
        first = self.tables.first_template
        return {
            step.name: step.kind
            for template in range(first[number], first[number + 1])
            for step in self.program(template).steps
            if isinstance(step, SlotStep)
        }

    def template_text(self, template: int) -> str:
        """A template as it is written, or the example it stands for."""
        if template >= self.tables.heard:
            return " ".join(step for step in self.program(template).steps if isinstance(step, str))
        number = self.rule_of[template]
        return self.rule(number).hears[template - self.tables.first_template[number]]

    def examples(self) -> Iterator[tuple[int, str]]:
        """(rule, example) for all rules a paraphrase may choose: a slot cannot be filled by
        likeness, and what is urgent must not be guessed.
        """
        tables = self.tables
        slots = {
            number
            for number, step in enumerate(tables.steps)
            if isinstance(step, list) and step[0] == "slot"
        }
        first, at, steps = tables.first_template, tables.steps_at, tables.steps_of
        for number, rule in enumerate(self.each_rule()):
            taken = steps[at[first[number]] : at[first[number + 1]]]
            if number not in self.urgent and slots.isdisjoint(taken):
                for example in rule.examples:
                    yield number, example

    def paraphrases(self) -> Index | None:
        """The paraphrase index that came with the tables."""
        return self._paraphrases

    def each_rule(self) -> Iterator[Rule]:
        """Every rule, in order, read afresh."""
        for number in range(len(self.tables.ids)):
            begin, end = self.tables.record_at[number], self.tables.record_at[number + 1]
            yield self._rules.get(number) or Rule.of_record(
                json.loads(self.tables.records[begin:end])
            )

    def _step(self, place: int) -> Step:
        step = self._steps.get(place)
        if step is None:
            step = self._steps[place] = step_of_plain(self.tables.steps[place])
        return step
