"""What was probably said, when a recogniser got a word wrong.

Phrases of the script that look alike are found first; then the words are aligned, and
every difference has a price. Words that turn a meaning round (not, you, who) are dear;
a word the script knows is rarely a slip for another; one that only sounds like the
expected one is cheap. What is too dear for its length is refused: a wrong answer is
worse than a question.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from os1.dialogue.normalise import Words

MIN_RATIO = 70.0
MAX_CANDIDATES = 12
MAX_SPEECH_WORDS = 40
MIN_LETTERS = 6

SAME = 0.2
LIGHT = 0.4
NEAR = 0.5
KNOWN_NEAR = 1.0
OTHER = 1.2
DEAR = 3.0

_BUDGETS = ((3, 0.6), (6, 1.0), (9, 1.4))
_LONG_BUDGET = 2.0

_DEAR = frozenset(
    """not no never nothing none i me my you your he she him her his they them we us who what where
    when why how which can should more less yes""".split()
)
_LIGHT = frozenset(
    """a an the to of in on at for and or but so is am are was be been do does did have has had
    that this it just really very quite kind sort still even ever will would right now
    there some any with""".split()
)
# Words, and pairs of words written as one, that sound the same.
_HOMOPHONES = (
    "to too two",
    "there their theyare",
    "hear here",
    "know no",
    "whole hole",
    "right write",
    "by buy bye",
    "one won",
    "for four",
    "weigh way",
    "new knew",
    "peace piece",
    "where wear were",
    "were weare",
    "your youare yore",
    "whose whois",
    "watts whatis",
    "sun son",
    "through threw",
    "see sea",
    "whether weather",
    "story storey",
    "past passed",
    "soul sole",
)
_SOUND_ALIKE = frozenset(
    (one, other)
    for group in _HOMOPHONES
    for one in group.split()
    for other in group.split()
    if one != other
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the script and the number of the rule it belongs to."""

    words: tuple[str, ...]
    rule: int

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A phrase that was probably meant; cost 0 would be the phrase itself."""

    phrase: Phrase
    cost: float


class Repair:
    """Finds the phrases of a script that a sentence was probably meant to be."""

    def __init__(self, phrases: Iterable[Phrase], vocabulary: frozenset[str]) -> None:
        self._phrases = [phrase for phrase in phrases if len("".join(phrase.words)) >= MIN_LETTERS]
        self._texts = [str(phrase) for phrase in self._phrases]
        self._vocabulary = vocabulary

    def find(self, speech: Words, allowed: Callable[[int], bool]) -> list[Repaired]:
        """Phrases of allowed rules within the price their length allows, cheapest first."""
        if not 0 < len(speech.words) <= MAX_SPEECH_WORDS:
            return []
        alike = process.extract(
            str(speech), self._texts, scorer=fuzz.ratio, score_cutoff=MIN_RATIO, limit=None
        )
        found = []
        tried = 0
        for _, _, index in alike:
            phrase = self._phrases[index]
            if not allowed(phrase.rule):
                continue
            tried += 1
            if tried > MAX_CANDIDATES:
                break
            cost = self.cost(speech.words, phrase.words)
            if cost <= budget(len(phrase.words)):
                found.append(Repaired(phrase, cost))
        return sorted(found, key=lambda repaired: repaired.cost)

    def cost(self, heard: Sequence[str], meant: Sequence[str]) -> float:
        """The price of the cheapest alignment of two sentences."""
        table = [[0.0] * (len(meant) + 1) for _ in range(len(heard) + 1)]
        for i in range(len(heard) + 1):
            for j in range(len(meant) + 1):
                if i or j:
                    table[i][j] = min(self._ways(table, heard, meant, i, j))
        return table[-1][-1]

    def _ways(
        self,
        table: list[list[float]],
        heard: Sequence[str],
        meant: Sequence[str],
        i: int,
        j: int,
    ) -> Iterable[float]:
        if i:
            yield table[i - 1][j] + _lone(heard[i - 1])
        if j:
            yield table[i][j - 1] + _lone(meant[j - 1])
        if i and j:
            yield table[i - 1][j - 1] + self._instead(heard[i - 1], meant[j - 1])
        if i > 1 and j:  # one word heard as two
            yield table[i - 2][j - 1] + _joined(heard[i - 2] + heard[i - 1], meant[j - 1])
        if i and j > 1:  # two words heard as one
            yield table[i - 1][j - 2] + _joined(heard[i - 1], meant[j - 2] + meant[j - 1])

    def _instead(self, heard: str, meant: str) -> float:
        if heard == meant:
            return 0.0
        if (heard, meant) in _SOUND_ALIKE:
            return SAME
        if heard in _DEAR or meant in _DEAR:
            return DEAR
        if _near(heard, meant):
            return KNOWN_NEAR if heard in self._vocabulary else NEAR
        return OTHER


def budget(length: int) -> float:
    """The most a repair of a phrase of so many words may cost."""
    return next((price for words, price in _BUDGETS if length <= words), _LONG_BUDGET)


def _lone(word: str) -> float:
    """A word that is only on one side."""
    if word in _DEAR:
        return DEAR
    return LIGHT if word in _LIGHT else OTHER


def _joined(heard: str, meant: str) -> float:
    if heard == meant or (heard, meant) in _SOUND_ALIKE:
        return SAME
    return NEAR if len(meant) >= 6 and _near(heard, meant) else DEAR


def _near(heard: str, meant: str) -> bool:
    """One slip apart (two in a long word), or the same sound, from the same first letter."""
    if heard[:1] != meant[:1]:
        return False
    slips = 2 if len(meant) >= 7 else 1
    if len(meant) >= 4 and Levenshtein.distance(heard, meant, score_cutoff=slips) <= slips:
        return True
    key = sound(meant)
    alike = Levenshtein.normalized_similarity(heard, meant) >= 0.5
    return len(key) > 2 and alike and sound(heard) == key


def sound(word: str) -> str:
    """A rough key of how a word sounds: its consonants, silent letters and doubles gone."""
    for written, spoken in (
        ("kn", "n"),
        ("wr", "r"),
        ("ght", "t"),
        ("gh", ""),
        ("ph", "f"),
        ("ck", "k"),
        ("ce", "s"),
        ("ci", "s"),
        ("cy", "s"),
        ("c", "k"),
        ("q", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("th", "0"),
    ):
        word = word.replace(written, spoken)
    key = ""
    for index, letter in enumerate(word):
        if letter in "aeiouy":
            key += "a" if index == 0 else ""
        elif letter in "hw" and index:
            continue
        elif not key.endswith(letter):
            key += letter
    return key
