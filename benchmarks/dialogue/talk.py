"""What people say to her, turn after turn: known sentences, answers, repetitions, misses."""

import random
from dataclasses import dataclass

ANSWERS, UNHEARD, AGAIN = 0.15, 0.1, 0.1
"""Shares of turns that answer her, say what no rule hears, or say the last thing again."""
_ANSWERS = ("why", "how come", "really", "are you sure", "tell me more", "go on", "you are joking")


@dataclass(frozen=True, slots=True)
class Sentences:
    """What there is to say. hits: some rule hears it. misses: none does."""

    hits: tuple[str, ...]
    misses: tuple[str, ...]


class Talker:
    """Somebody who talks to her; each conversation has its own."""

    __slots__ = ("_last", "_sentences", "_state")

    def __init__(self, sentences: Sentences, seed: int) -> None:
        self._sentences = sentences
        self._state = seed
        self._last = sentences.hits[0]

    def next(self) -> str:
        """The next thing to say."""
        # A number, not a generator of its own: thousands of those would take 20 MB.
        rng = random.Random(self._state)
        self._state = rng.getrandbits(32)
        kind = rng.random()
        if kind < ANSWERS:
            return rng.choice(_ANSWERS)
        if kind < ANSWERS + UNHEARD:
            return rng.choice(self._sentences.misses)
        if kind < 1 - AGAIN:
            self._last = rng.choice(self._sentences.hits)
        return self._last
