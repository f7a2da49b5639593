"""What was probably said, when a recogniser got a word wrong.

Every word heard, and every word of the script it may have been, votes for the templates
that have it; those with the most are aligned with the sentence, and what is cheap enough
for its length is kept. Slot text is never mended: only the words of the script are.
"""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from os1.dialogue.alignment import Aligned, Aligner, literals, unfold
from os1.dialogue.layer import Layer
from os1.dialogue.normalise import Words
from os1.dialogue.prices import LIGHT, OTHER, Prices, budget, telling
from os1.dialogue.program import Program
from os1.dialogue.vocabulary import Vocabulary

MAX_SPEECH_WORDS = 40
MAX_VOTES = 1500
"""Templates looked at: those with the rarest of the words."""
MAX_ALIGNED = 6
LEADING = 0.5
"""A template with less than this share of the most votes is not tried."""
MIN_LETTERS = 6
NEAR_VOTE = 0.8
LEAST = 0.01
MARGIN = 0.4
"""Templates dearer than the best by more than this are of no interest."""


class Repaired(NamedTuple):
    """A template that was probably meant."""

    template: int
    rule: int
    aligned: Aligned


class Repair:
    """Finds the templates of a layer that a sentence was probably meant for."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self.vocabulary = Vocabulary(layer.tables)
        self._prices = Prices(self.vocabulary)
        self._unfolded: dict[int, Program | None] = {}
        self._literals: dict[int, frozenset[str] | None] = {}

    def find(self, speech: Words, rules: frozenset[int] | None = None) -> list[Repaired]:
        """Templates within the price their length allows, cheapest first.

        rules: the only ones wanted, if given.
        """
        words = speech.words
        if not 0 < len(words) <= MAX_SPEECH_WORDS or len("".join(words)) < MIN_LETTERS:
            return []
        aligner = Aligner(speech, self._prices)
        found: list[Repaired] = []
        limit = budget(len(words) + 1)
        for template in self._voted(words, rules):
            program = self._program(template)
            if program is None or aligner.at_least(self._words_of(template, program)) > limit:
                continue
            aligned = aligner.align(program, limit)
            # What fits without a mend was heard already, and not chosen.
            if aligned is None or aligned.cost < LEAST:
                continue
            rule = self._layer.rule_of[template]
            if _acceptable(aligned, words, urgent=rule in self._layer.urgent):
                limit = min(limit, aligned.cost + MARGIN)
                found.append(Repaired(template, rule, aligned))
        return sorted(found, key=lambda repaired: repaired.aligned.cost)

    def knows(self, words: Iterable[str]) -> bool:
        """Whether every word stands in a template."""
        return all(word in self.vocabulary for word in words)

    def _voted(self, words: tuple[str, ...], rules: frozenset[int] | None) -> list[int]:
        """The templates with most of what was heard, the likeliest first."""
        vocabulary = self.vocabulary
        hints = sorted(self._hints(words).items(), key=lambda hint: vocabulary.often(hint[0]))
        votes: dict[int, float] = {}
        spent = 0
        for word, likeness in hints:
            spent += vocabulary.often(word)
            if spent > MAX_VOTES and votes:
                break
            share = vocabulary.weight(word) * likeness
            for template in vocabulary.templates(word):
                votes[template] = votes.get(template, 0.0) + share
        if rules is not None:
            rule_of = self._layer.rule_of
            votes = {number: share for number, share in votes.items() if rule_of[number] in rules}
        shortest, longest = self._layer.tables.shortest, self._layer.tables.longest
        few, many = len(words) - 2, len(words) + 2
        fitting = [
            (share, -number)
            for number, share in votes.items()
            if shortest[number] <= many and longest[number] >= few
        ]
        leading = nlargest(MAX_ALIGNED, fitting)
        return [-number for share, number in leading if share >= LEADING * leading[0][0]]

    def _hints(self, words: tuple[str, ...]) -> dict[str, float]:
        """Words of the script that were heard or may have been, with how likely that is."""
        hints: dict[str, float] = {}

        def hint(word: str, likeness: float) -> None:
            hints[word] = max(hints.get(word, 0.0), likeness)

        for at, word in enumerate(words):
            if word in self.vocabulary:
                hint(word, 1.0)
            for other, likeness in self.vocabulary.near(word):
                hint(other, NEAR_VOTE * likeness)
            for other, likeness in self._otherwise_cut(words, at):
                hint(other, NEAR_VOTE * likeness)
        return hints

    def _otherwise_cut(self, words: tuple[str, ...], at: int) -> Iterator[tuple[str, float]]:
        """What a word may have been together with the next, or as two words."""
        vocabulary = self.vocabulary
        word = words[at]
        if at + 1 < len(words):
            joined = word + words[at + 1]
            if joined in vocabulary:
                yield joined, 1.0
            elif len(joined) > 4:
                yield from vocabulary.near(joined)
        for cut in range(1, len(word)):
            if word[:cut] in vocabulary and word[cut:] in vocabulary:
                yield word[:cut], 1.0
                yield word[cut:], 1.0

    def _words_of(self, template: int, program: Program) -> frozenset[str] | None:
        """Every word a template hears; None if it hears any at all, through a slot or a star."""
        if template not in self._literals:
            self._literals[template] = literals(program)
        return self._literals[template]

    def _program(self, template: int) -> Program | None:
        if template not in self._unfolded:
            self._unfolded[template] = unfold(self._layer.program(template))
        return self._unfolded[template]


def _acceptable(aligned: Aligned, heard: tuple[str, ...], *, urgent: bool) -> bool:
    """Whether enough was heard right: free words do not count, and few words prove little."""
    found = aligned.found
    if aligned.cost > budget(found.literal):
        return False
    # A word put in the place of one that it does not resemble may be the whole point: what
    # was heard beside it must tell by itself what this is about.
    told = sum(telling(word) for word in aligned.meant.split() if word in heard)
    if aligned.cost >= OTHER and told < 2:
        return False
    if found.wild == 0:
        return True
    # Beside free words, a word that is not there at all may never have been meant.
    most = 0 if urgent or aligned.cost > LIGHT else 1
    return found.literal >= max(3, found.wild // 2) and aligned.left_out <= most
