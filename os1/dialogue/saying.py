"""Choosing what to say, so that nothing is said twice in a short while."""

import re
from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from os1.dialogue.person import swap_person
from os1.dialogue.rules import Line
from os1.dialogue.slots import MAX_ECHO_WORDS

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’]?\s+")
_BRACES = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_LETTERS = re.compile(r"[\W_]+")


def split_sentences(text: str) -> list[str]:
    """The sentences of something she says."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def fill(line: str, values: Mapping[str, str]) -> str:
    """The line with its names filled in, and a capital where a sentence begins with one."""
    text = _BRACES.sub(lambda name: values.get(name[1], ""), line) if "{" in line else line
    return text[:1].upper() + text[1:]


def values_for(
    slots: Mapping[str, str], kinds: Mapping[str, str], facts: Mapping[str, str]
) -> dict[str, str]:
    """Everything a line may name: facts, and slots said from her side, the long ones left out."""
    values = dict(facts)
    for name, value in slots.items():
        if kinds.get(name) != "text":
            values[name] = value
        elif len(value.split()) <= MAX_ECHO_WORDS:
            values[name] = swap_person(value)
    return values


class Chance:
    """A small source of chance whose whole state is one number, so that it can be kept.

    A linear congruential generator with the constants of MMIX (Knuth, The Art of Computer
    Programming 2, 3.3.4): good enough to shake a bag of lines.
    """

    __slots__ = ("state",)

    def __init__(self, state: int) -> None:
        self.state = state & (2**64 - 1)

    def below(self, count: int) -> int:
        """A number from 0 to count - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return (self.state >> 33) * count >> 31

    def shaken(self, count: int) -> tuple[int, ...]:
        """The numbers from 0 to count - 1 in any order (Fisher and Yates)."""
        numbers = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            numbers[last], numbers[other] = numbers[other], numbers[last]
        return tuple(numbers)


class Saying:
    """What one conversation has said lately, and what each rule has left to say.

    span: sentences that are not said again. bags: by rule, the lines left in their order.
    recent: numbers of the sentences said last, the newest at the end.
    """

    __slots__ = ("bags", "chance", "recent", "span")

    def __init__(self, chance: Chance, span: int) -> None:
        self.chance = chance
        self.span = span
        self.bags: dict[str, tuple[int, ...]] = {}
        self.recent: tuple[int, ...] = ()

    def choose(
        self, key: str, lines: Sequence[Line], values: Mapping[str, str], *, stale: bool = False
    ) -> str | None:
        """The next fresh line of this bag, filled in; None when there is none.

        stale: take the one said longest ago rather than none.
        """
        texts = {
            index: fill(line.text, values)
            for index, line in enumerate(lines)
            if line.names <= values.keys()
        }
        fresh = {index for index, text in texts.items() if self.is_fresh(text)}
        if not fresh:
            if not stale or not texts:
                return None
            return texts[min(texts, key=lambda index: self._newest(texts[index]))]
        bag = self.bags.get(key, ())
        chosen = next((index for index in bag if index in fresh), None)
        if chosen is None:
            # A used-up bag is filled and shaken again.
            bag = self.chance.shaken(len(lines))
            chosen = next(index for index in bag if index in fresh)
        self.bags[key] = tuple(index for index in bag if index != chosen)
        return texts[chosen]

    def is_fresh(self, text: str) -> bool:
        """Whether no sentence of it was said lately."""
        return self._newest(text) < 0

    def note(self, text: str) -> None:
        """She says this now."""
        said = tuple(sentence_number(sentence) for sentence in split_sentences(text))
        self.recent = (*self.recent, *said)[-self.span :]

    def plain_bags(self, lines_of: Callable[[str], Sequence[Line]]) -> dict[str, list[int]]:
        """The bags, each line as a number that stays the same when others come and go."""
        return {
            key: [line_number(lines_of(key)[index]) for index in bag]
            for key, bag in self.bags.items()
        }

    def take_bags(
        self, plain: Mapping[str, Sequence[int]], lines_of: Callable[[str], Sequence[Line]]
    ) -> None:
        """The reverse; lines and rules that are no more are left out."""
        for key, numbers in plain.items():
            places = {line_number(line): index for index, line in enumerate(lines_of(key))}
            if places:
                self.bags[key] = tuple(places[n] for n in numbers if n in places)

    def _newest(self, text: str) -> int:
        """Where among the recent sentences the newest of its sentences is; -1 if none is."""
        keys = {sentence_number(sentence) for sentence in split_sentences(text)}
        return max((at for at, said in enumerate(self.recent) if said in keys), default=-1)


def sentence_number(sentence: str) -> int:
    """The same for sentences that differ only in punctuation and capitals."""
    plain = _LETTERS.sub(" ", sentence).strip().casefold()
    return crc32(plain.encode("utf-8", "replace"))


def line_number(line: Line) -> int:
    """A number for a line of a script, the same as long as its text is."""
    return crc32(line.text.encode("utf-8", "replace"))
