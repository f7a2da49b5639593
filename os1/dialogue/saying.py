"""Choosing what to say, so that nothing is said twice in a short while."""

import random
import re
from collections import deque
from collections.abc import Mapping, Sequence

from os1.dialogue.rules import Line
from os1.dialogue.slots import MAX_ECHO_WORDS, swap_person

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’]?\s+")
_BRACES = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_LETTERS = re.compile(r"[\W_]+")


def split_sentences(text: str) -> list[str]:
    """The sentences of something she says."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def fill(line: str, values: Mapping[str, str]) -> str:
    """The line with its names filled in, and a capital where a sentence begins with one."""
    text = _BRACES.sub(lambda name: values.get(name[1], ""), line)
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


class Saying:
    """What one conversation has said lately, and what each rule has left to say.

    rng: where the order of lines comes from. span: sentences that are not said again.
    """

    def __init__(self, rng: random.Random, span: int) -> None:
        self._rng = rng
        self._bags: dict[str, list[int]] = {}
        self._recent: deque[str] = deque(maxlen=span)

    def choose(
        self, key: str, lines: Sequence[Line], values: Mapping[str, str], *, stale: bool = False
    ) -> str | None:
        """The next fresh line of this bag, filled in; None when there is none.

        stale: take the one said longest ago rather than none.
        """
        bag = self._bags.setdefault(key, [])
        usable = [index for index, line in enumerate(lines) if line.names <= values.keys()]
        texts = {index: fill(lines[index].text, values) for index in usable}
        fresh = [index for index in usable if self.is_fresh(texts[index])]
        if not fresh and not (stale and usable):
            return None
        left = [index for index in bag if index in fresh]
        if not left:
            # A used-up bag is filled and shaken again.
            bag[:] = range(len(lines))
            self._rng.shuffle(bag)
            left = [index for index in bag if index in fresh]
        chosen = left[0] if left else min(usable, key=lambda index: self._newest(texts[index]))
        if chosen in bag:
            bag.remove(chosen)
        return texts[chosen]

    def is_fresh(self, text: str) -> bool:
        """Whether no sentence of it was said lately."""
        return self._newest(text) < 0

    def note(self, text: str) -> None:
        """She says this now."""
        self._recent.extend(_key(sentence) for sentence in split_sentences(text))

    def _newest(self, text: str) -> int:
        """Where among the recent sentences the newest of its sentences is; -1 if none is."""
        keys = {_key(sentence) for sentence in split_sentences(text)}
        return max((at for at, said in enumerate(self._recent) if said in keys), default=-1)


def _key(sentence: str) -> str:
    return _LETTERS.sub(" ", sentence).strip().casefold()
