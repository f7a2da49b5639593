"""The steps of a template, and finding the best way a sentence goes through them.

Dynamic programming over (word, step): the cheapest way to each is kept, so no template
or sentence takes more than words times ways.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from os1.dialogue import slots
from os1.dialogue.normalise import Words


class _Star:
    """Any one word."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "*"


STAR: Final = _Star()


class SlotStep(NamedTuple):
    """Words to remember. A text slot eats one word at a time."""

    name: str
    kind: str


class Phrases:
    """One of several phrases, found by its first word."""

    __slots__ = ("by_first", "listed")

    def __init__(self, listed: tuple[tuple[str, ...], ...]) -> None:
        self.listed = listed
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in listed:
            self.by_first.setdefault(phrase[0], []).append(phrase[1:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrases) and self.listed == other.listed

    def __hash__(self) -> int:
        return hash(self.listed)


Step = str | frozenset[str] | Phrases | SlotStep | _Star
# The cost of a way: this much for each word left free, less one for each literal word.
FREE = 1024


class Found(NamedTuple):
    """How a template heard the speech.

    wild: words taken by `*` and by text slots. literal: words named by the template.
    filled: for each slot its step and the words it took: (step, from, to).
    """

    wild: int
    literal: int
    filled: tuple[tuple[SlotStep, int, int], ...]

    def values(self, speech: Words) -> dict[str, str]:
        """What the slots hold."""
        return {step.name: slots.value(step.kind, speech, a, b) for step, a, b in self.filled}


class Program:
    """Steps and the ways between them.

    follow: follow[0] are the steps that may come first, follow[n + 1] those after step n;
    the number of steps stands for the end.
    """

    __slots__ = ("_open", "_prefix", "_suffix", "follow", "steps")

    def __init__(self, steps: tuple[Step, ...], follow: tuple[tuple[int, ...], ...]) -> None:
        self.steps = steps
        self.follow = follow
        self._prefix = self._fixed_prefix()
        self._suffix = self._fixed_suffix()
        between = len(steps) - self._prefix - self._suffix
        # One free step between words that are given: no search is needed.
        self._open = between == 1 and self._is_open(self._prefix)

    def find(self, speech: Words) -> Found | None:
        """The best way the whole speech fits, or None."""
        words = speech.words
        count = len(words)
        steps = self.steps
        prefix, suffix = self._prefix, self._suffix
        if count < prefix + suffix:
            return None
        for at in range(prefix):
            step = steps[at]
            if words[at] != step and not (step.__class__ is frozenset and words[at] in step):
                return None
        for back in range(1, suffix + 1):
            step = steps[-back]
            if words[-back] != step and not (step.__class__ is frozenset and words[-back] in step):
                return None
        if self._open:
            return self._through(count)
        return self._search(speech)

    def _through(self, count: int) -> Found | None:
        """All words between the given ones go to the one free step."""
        literal = self._prefix + self._suffix
        free = count - literal
        step = self.steps[self._prefix]
        if not isinstance(step, SlotStep):
            return Found(free, literal, ())
        if free < 1:
            return None
        return Found(free, literal, ((step, self._prefix, self._prefix + free),))

    def _search(self, speech: Words) -> Found | None:
        rows = self.rows(speech)
        end = len(self.steps)
        best: tuple[int, int] | None = None
        for number, cell in rows[-1].items():
            if end in self.follow[number + 1] and (best is None or cell[0] < best[0]):
                best = (cell[0], number)
        return None if best is None else self._trace(rows, best[1], best[0])

    def rows(self, speech: Words) -> list[dict[int, tuple[int, int, int]]]:
        """For each number of words eaten, the steps just done: (cost, from word, from step).

        The fixed beginning is taken as heard; what came before its end has no rows.
        """
        words, steps, follow = speech.words, self.steps, self.follow
        count, end, begin = len(words), len(self.steps), self._prefix
        rows: list[dict[int, tuple[int, int, int]]] = [{} for _ in range(count + 1)]
        rows[begin][begin - 1] = (-begin, begin, begin - 1)
        for at in range(begin, count):
            word, later = words[at], rows[at + 1]
            for number, (cost, _, _) in rows[at].items():
                for to in follow[number + 1]:
                    step = steps[to] if to < end else None
                    if step == word or (isinstance(step, frozenset) and word in step):
                        new = cost - 1
                    elif step is STAR:
                        new = cost + FREE
                    else:
                        for next_at, price in _leaps(step, speech, at):
                            _keep(rows[next_at], to, cost + price, at, number)
                        continue
                    old = later.get(to)
                    if old is None or new < old[0]:
                        later[to] = (new, at, number)
        return rows

    def _trace(
        self, rows: Sequence[dict[int, tuple[int, int, int]]], number: int, cost: int
    ) -> Found:
        wild, literal = -(-cost // FREE), -cost % FREE
        filled: list[tuple[SlotStep, int, int]] = []
        at, later = len(rows) - 1, -1
        while number >= self._prefix:
            _, from_at, from_number = rows[at][number]
            step = self.steps[number]
            if isinstance(step, SlotStep):
                # A text slot took its words one by one: they become one stretch.
                goes_on = number == later and step.kind == "text"
                until = filled.pop()[2] if goes_on else at
                filled.append((step, from_at, until))
            at, number, later = from_at, from_number, number
        filled.reverse()
        return Found(wild, literal, tuple(filled))

    def _fixed_prefix(self) -> int:
        count = 0
        while count < len(self.steps) and self.follow[count] == (count,):
            if not isinstance(self.steps[count], str | frozenset):
                break
            count += 1
        return count

    def _fixed_suffix(self) -> int:
        """Steps at the end that every way goes through, one after the other."""
        end = len(self.steps)
        count = 0
        while count < end - self._prefix:
            number = end - 1 - count
            if not isinstance(self.steps[number], str | frozenset):
                break
            if self.follow[number + 1] != (number + 1,):
                break
            # Nothing but this step may lead past it.
            if any(max(ways, default=0) > number for ways in self.follow[: number + 1]):
                break
            count += 1
        return count

    def _is_open(self, number: int) -> bool:
        step = self.steps[number]
        if step is STAR:
            return True
        return isinstance(step, SlotStep) and step.kind == "text"


def _keep(row: dict[int, tuple[int, int, int]], to: int, cost: int, at: int, number: int) -> None:
    """Keep the cheaper way; among equals the first found."""
    old = row.get(to)
    if old is None or cost < old[0]:
        row[to] = (cost, at, number)


def _leaps(step: Step | None, speech: Words, at: int) -> list[tuple[int, int]]:
    """Where phrases and slots that begin at a word end: (words eaten, cost)."""
    words = speech.words
    if isinstance(step, Phrases):
        tails = step.by_first.get(words[at], ())
        return [
            (at + 1 + len(tail), -1 - len(tail))
            for tail in tails
            if words[at + 1 : at + 1 + len(tail)] == tail
        ]
    if not isinstance(step, SlotStep):
        return []
    if step.kind == "text":
        return [(at + 1, FREE)]
    return [(end, 0) for end in slots.ends(step.kind, speech, at)]
