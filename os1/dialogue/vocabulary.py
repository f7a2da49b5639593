"""The words of a script, and which of them a misheard word may have been."""

from math import log

from os1.dialogue.sound import sound
from os1.dialogue.tables import Tables

MAX_NEAR = 6
MAX_KEPT = 20_000
_LONG = 7
"""From this length on a word may differ in two letters."""


class Vocabulary:
    """Built from tables when a repair is first needed."""

    def __init__(self, tables: Tables) -> None:
        self._said = tables.said
        self._said_at = tables.said_at
        self.number_of = {word: number for number, word in enumerate(tables.words)}
        self._templates = max(1, len(tables.rule_of))
        self._by_sound: dict[str, list[str]] = {}
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        for word, key in zip(tables.words, tables.sounds, strict=True):
            if len(key) > 1:
                self._by_sound.setdefault(key, []).append(word)
            self._by_shape.setdefault((word[:1], len(word)), []).append(word)
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self.number_of

    def often(self, word: str) -> int:
        """How many templates have the word."""
        number = self.number_of.get(word)
        return 0 if number is None else self._said_at[number + 1] - self._said_at[number]

    def weight(self, word: str) -> float:
        """How much a word tells: more, the fewer templates have it."""
        return 1.0 + log(self._templates / (1 + self.often(word)) + 1.0)

    def templates(self, word: str) -> list[int]:
        """The numbers of all templates with the word."""
        number = self.number_of.get(word)
        if number is None:
            return []
        return self._said[self._said_at[number] : self._said_at[number + 1]].tolist()

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Other words it may have been, with how like they are (0 to 1), the likest first."""
        found = self._near.get(word)
        if found is None:
            if len(self._near) >= MAX_KEPT:
                self._near.clear()
            found = self._near[word] = self._look(word)
        return found

    def _look(self, word: str) -> tuple[tuple[str, float], ...]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, Levenshtein

        found: dict[str, float] = {}
        slips = 2 if len(word) >= _LONG else 1
        if len(word) >= 3:
            alike = [
                other
                for length in range(len(word) - slips, len(word) + slips + 1)
                for other in self._by_shape.get((word[:1], length), ())
            ]
            for other, distance, _ in process.extract(
                word, alike, scorer=OSA.distance, score_cutoff=slips, limit=MAX_NEAR
            ):
                if min(len(other), len(word)) > 3 or sound(other) == sound(word):
                    found[other] = 1.0 - distance / (len(word) + 1)
        for other in self._by_sound.get(sound(word), ()):
            likeness = Levenshtein.normalized_similarity(word, other)
            if likeness >= 0.4:
                found[other] = max(found.get(other, 0.0), 0.5 + likeness / 2)
        found.pop(word, None)
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(ranked[:MAX_NEAR])
