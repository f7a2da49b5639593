"""The cheapest way from what was heard to what a template hears.

The same walk through a program as in `program`, but a step may be left out, a word may
be one too many or another than expected, two words may be heard as one or one as two;
each at its price. Ways dearer than the budget are dropped, so there are few.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from os1.dialogue import slots
from os1.dialogue.normalise import Words
from os1.dialogue.prices import SAME, Prices, extra, missing
from os1.dialogue.program import STAR, Found, Phrases, Program, SlotStep, Step

MAX_UNFOLDED = 300
"""Steps; a template with more ways to say a thing is left to paraphrase."""
MAX_WAYS = 20_000
"""Ways tried in one alignment; beyond that it is given up."""
_TINY = 1e-6


class Cell(NamedTuple):
    """The best way to a place: its price (a free word adds a trifle) and the way back."""

    price: float
    at: int
    number: int
    word: str


class Aligned(NamedTuple):
    """cost: the price. meant: the words with their mistakes mended. left_out: words of the
    template that were not heard at all. See Found for the rest.
    """

    cost: float
    meant: str
    left_out: int
    found: Found


def unfold(program: Program) -> Program | None:
    """The same program with choices between phrases laid out word by word; None if too large."""
    if not any(isinstance(step, Phrases) for step in program.steps):
        return program
    steps: list[Step] = []
    firsts: list[tuple[int, ...]] = []
    lasts: list[tuple[int, ...]] = []
    inner: dict[int, int] = {}
    for step in program.steps:
        listed = step.listed if isinstance(step, Phrases) else ((step,),)
        first, last = [], []
        for phrase in listed:
            first.append(len(steps))
            for word in phrase:
                inner[len(steps)] = len(steps) + 1
                steps.append(word)
            last.append(len(steps) - 1)
            del inner[last[-1]]
        firsts.append(tuple(first))
        lasts.append(tuple(last))
    if len(steps) > MAX_UNFOLDED:
        return None
    firsts.append((len(steps),))
    ways: list[tuple[int, ...]] = [(at + 1,) for at in range(len(steps))]
    for number, last_steps in enumerate(lasts):
        after = tuple(to for old in program.follow[number + 1] for to in firsts[old])
        for at in last_steps:
            ways[at] = after
    begin = tuple(to for old in program.follow[0] for to in firsts[old])
    return Program(tuple(steps), (begin, *ways))


def literals(program: Program) -> frozenset[str] | None:
    """Every word that an unfolded program hears; None if some step hears any word at all."""
    words: set[str] = set()
    for step in program.steps:
        if isinstance(step, str):
            words.add(step)
        elif isinstance(step, frozenset):
            words |= step
        else:
            return None
    return frozenset(words)


class Aligner:
    """Aligns one sentence with programs."""

    def __init__(self, speech: Words, prices: Prices) -> None:
        self._speech = speech
        self._words = speech.words
        self._prices = prices
        self._known: dict[tuple[str, str], float] = {}
        self._missing: dict[frozenset[str], float] = {}

    def at_least(self, vocabulary: frozenset[str] | None) -> float:
        """What any way through a program of only these words (None: of any) must cost.

        A word that is not among them, nor like one of them, was one too many or stands
        for another: that is paid for, whatever the way.
        """
        words = self._words
        price = 0.0
        if vocabulary is None:
            return price
        for at, word in enumerate(words):
            if word in vocabulary:
                continue
            pieces = [word]
            if at + 1 < len(words):
                pieces.append(word + words[at + 1])
            if at:
                pieces.append(words[at - 1] + word)
            alike = any(self._prices.is_like(piece, vocabulary) for piece in pieces)
            price += SAME / 2 if alike else min(extra(word), self._prices.least_instead(word))
        return price

    def align(self, program: Program, limit: float) -> Aligned | None:
        """The cheapest way within the limit, or None. The program must be unfolded."""
        rows: list[dict[int, Cell]] = [{} for _ in range(len(self._words) + 1)]
        rows[0][-1] = Cell(0.0, 0, -1, "")
        ways = 0
        for at, row in enumerate(rows):
            waiting = list(row)
            for number in waiting:
                price = row[number].price
                for to_at, to, more, word in self._moves(program, at, number, limit - price):
                    ways += 1
                    new = price + more
                    if new > limit:
                        continue
                    old = rows[to_at].get(to)
                    if old is None or new < old.price - _TINY / 10:
                        rows[to_at][to] = Cell(new, at, number, word)
                        if to_at == at:
                            waiting.append(to)
            if ways > MAX_WAYS:
                return None
        return self._best(program, rows)

    def _moves(
        self, program: Program, at: int, number: int, left: float
    ) -> Iterator[tuple[int, int, float, str]]:
        """Every way on from a place that costs no more than is left.

        (words eaten, step done, price, word meant)
        """
        more = at < len(self._words)
        if more:
            yield at + 1, number, extra(self._words[at]), ""
        for to in program.follow[number + 1]:
            if to == len(program.steps):
                continue
            step = program.steps[to]
            if isinstance(step, str | frozenset):
                if (price := self._left_out(step)) <= left:
                    yield at, to, price, step if isinstance(step, str) else ""
                if more and isinstance(step, str):
                    yield from self._word_moves(program, at, to, step, left)
                elif more and isinstance(step, frozenset):
                    yield from self._set_moves(program, at, to, step, left)
            elif more:
                yield from self._free_moves(at, to, step)

    def _left_out(self, step: str | frozenset[str]) -> float:
        """What it costs that none of the words of a step was heard."""
        if isinstance(step, str):
            return missing(step)
        price = self._missing.get(step)
        if price is None:
            price = self._missing[step] = min(missing(option) for option in step)
        return price

    def _set_moves(
        self, program: Program, at: int, to: int, step: frozenset[str], left: float
    ) -> Iterator[tuple[int, int, float, str]]:
        word = self._words[at]
        if word in step:
            yield at + 1, to, 0.0, word
            return
        price, meant = min((self._instead(word, option), option) for option in step)
        if price <= left:
            yield at + 1, to, price, meant
        yield from self._heard_as_one(program, at, to, step, left)

    def _free_moves(self, at: int, to: int, step: Step) -> Iterator[tuple[int, int, float, str]]:
        """Words that go to a star or into a slot; they are never mended."""
        ends = [at + 1]
        if isinstance(step, SlotStep) and step.kind != "text":
            ends = list(slots.ends(step.kind, self._speech, at))
        for end in ends:
            yield end, to, _TINY, " ".join(self._words[at:end])

    def _word_moves(
        self, program: Program, at: int, to: int, step: str, left: float
    ) -> Iterator[tuple[int, int, float, str]]:
        words = self._words
        word = words[at]
        price = self._instead(word, step)
        if price <= left:
            yield at + 1, to, price, step
        if word == step:
            return
        if at + 1 < len(words) and word[:1] == step[:1]:  # one word heard as two
            yield at + 2, to, self._prices.joined(word + words[at + 1], step), step
        yield from self._heard_as_one(program, at, to, (step,), left)

    def _heard_as_one(
        self, program: Program, at: int, to: int, options: Collection[str], left: float
    ) -> Iterator[tuple[int, int, float, str]]:
        """Two words heard as one, of which the first is among the options."""
        first = self._words[at][:1]
        likely = [option for option in options if option[:1] == first]
        if not likely or left < SAME:
            return
        for later in program.follow[to + 1]:
            if later < len(program.steps):
                yield from self._run_together(at, later, likely, program.steps[later])

    def _run_together(
        self, at: int, later: int, options: Collection[str], then: Step
    ) -> Iterator[tuple[int, int, float, str]]:
        """One word heard where one of the options and then the next step were meant."""
        word = self._words[at]
        others = (then,) if isinstance(then, str) else then
        if not isinstance(others, tuple | frozenset):
            return
        for option in options:
            if word.startswith(option) and word[len(option) :] in others:
                yield (
                    at + 1,
                    later,
                    self._prices.joined(word, word),
                    f"{option} {word[len(option) :]}",
                )
            elif option[:1] == word[:1] and isinstance(then, str):
                price = self._prices.joined(word, option + then)
                yield at + 1, later, price, f"{option} {then}"

    def _instead(self, heard: str, meant: str) -> float:
        if heard == meant:
            return 0.0
        price = self._known.get((heard, meant))
        if price is None:
            price = self._known[heard, meant] = self._prices.instead(heard, meant)
        return price

    def _best(self, program: Program, rows: list[dict[int, Cell]]) -> Aligned | None:
        end = len(program.steps)
        ending = [
            (cell.price, number)
            for number, cell in rows[-1].items()
            if end in program.follow[number + 1]
        ]
        if not ending:
            return None
        price, number = min(ending)
        return self._trace(program, rows, number, price)

    def _trace(
        self, program: Program, rows: list[dict[int, Cell]], number: int, price: float
    ) -> Aligned:
        meant: list[str] = []
        filled: list[tuple[SlotStep, int, int]] = []
        wild = literal = left_out = 0
        at, later = len(self._words), -2
        while (at, number) != (0, -1):
            cell = rows[at][number]
            step = program.steps[number] if number != cell.number or cell.word else None
            if cell.word:
                meant.append(cell.word)
            if isinstance(step, SlotStep):
                goes_on = number == later and step.kind == "text"
                until = filled.pop()[2] if goes_on else at
                filled.append((step, cell.at, until))
                wild += at - cell.at if step.kind == "text" else 0
            elif step is STAR:
                wild += 1
            elif cell.word and at > cell.at:
                literal += len(cell.word.split())
            elif at == cell.at:
                left_out += 1
            later = number
            at, number = cell.at, cell.number
        found = Found(wild, literal, tuple(reversed(filled)))
        return Aligned(round(price, 3), " ".join(reversed(meant)), left_out, found)
