"""One error in a sentence: as recognisers were seen to make them, and of general kinds.

Errors are applied to what is compared, plain words without capitals or punctuation.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.dialogue.confusions import Confusion
from benchmarks.words import normalised

GENERIC = ("drop", "insert", "split", "join", "sound-alike", "one edit")
# Words that appear out of nothing, in the order of how often they do.
_INSERTED = "the a and to of it is so that in uh um you well just like oh i was he".split()
_HOMOPHONES = {
    one: other
    for pair in (
        "weigh way|mail male|dye die|sew so|knit nit|sell cell|bury berry|wrap rap|blue blew|"
        "red read|plain plane|rare rear|beach beech|aunt ant|write right|for four|to two|"
        "there their|your you're|would wood|where wear|buy by|see sea|seen scene|need knead|"
        "is his|in an|for fore|which witch|what watt|how who|did dead|are our|has as|not knot|"
        "who hoo|will wheel|does dose|him hymn|made maid|sent cent|son sun|know no|him them|"
        "one won|hear here|than then|whether weather|brake break|carat carrot|pair pear|"
        "miner minor|brews bruise|haul hall|lone loan|cellar seller|night knight|bowl bowling|"
        "flour flower|maple mabel|pine pint|boot boat|sock suck|owl foul|ring wring|fir fur"
    ).split("|")
    for one, other in (pair.split(), pair.split()[::-1])
}
# Spellings that sound the same.
_SPELLINGS = (
    (r"ph", "f"),
    (r"ck", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c(?=[aou])", "k"),
    (r"qu", "kw"),
    (r"^kn", "n"),
    (r"^wr", "r"),
    (r"ee", "ea"),
    (r"ea", "ee"),
    (r"([lmnprst])\1", r"\1"),
    (r"tion", "shun"),
    (r"er$", "or"),
    (r"or$", "er"),
    (r"y$", "ie"),
    (r"ow", "ou"),
    (r"ai", "ay"),
    (r"(?<=[aeiou])s(?=[aeiou])", "z"),
    (r"v", "f"),
    (r"d$", "t"),
    (r"e$", ""),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Mishearing:
    """Makes errors that were really seen, from one part of the table."""

    def __init__(self, confusions: Sequence[Confusion], rng: random.Random) -> None:
        self._rng = rng
        self._by_kind: dict[str, list[Confusion]] = defaultdict(list)
        for confusion in confusions:
            self._by_kind[confusion.kind].append(confusion)
        self._shares = {k: sum(c.times for c in cs) for k, cs in self._by_kind.items()}

    def one_error(self, text: str) -> tuple[str, str] | None:
        """The kind of error and the sentence with it; None if no such word is in it.

        The kind is chosen by how often each was seen; where its words do not occur in
        the sentence, another kind is.
        """
        words = normalised(text)
        kinds = dict(self._shares)
        while kinds:
            kind = self._rng.choices(list(kinds), list(kinds.values()))[0]
            del kinds[kind]
            made = self._of_kind(kind, words)
            if made and made != words:
                return kind, " ".join(made)
        return None

    def _of_kind(self, kind: str, words: list[str]) -> list[str] | None:
        places = [
            (at, confusion)
            for confusion in self._by_kind[kind]
            for at in range(len(words) + 1 - len(confusion.said))
            if tuple(words[at : at + len(confusion.said)]) == confusion.said
        ]
        if not places:
            return None
        at, chosen = self._rng.choices(places, [c.times for _, c in places])[0]
        return [*words[:at], *chosen.heard, *words[at + len(chosen.said) :]]


def generic(kind: str, text: str, rng: random.Random) -> str | None:
    """The sentence with one error of this general kind; None if it cannot have one."""
    words = normalised(text)
    made = _MAKERS[kind](words, rng)
    return " ".join(made) if made and made != words else None


def _drop(words: list[str], rng: random.Random) -> list[str] | None:
    at = rng.randrange(len(words))
    return [*words[:at], *words[at + 1 :]]


def _insert(words: list[str], rng: random.Random) -> list[str] | None:
    at = rng.randrange(len(words) + 1)
    weights = [1 / (place + 1) for place in range(len(_INSERTED))]
    return [*words[:at], rng.choices(_INSERTED, weights)[0], *words[at:]]


def _split(words: list[str], rng: random.Random) -> list[str] | None:
    places = [at for at, word in enumerate(words) if len(word) >= 5]
    if not places:
        return None
    at = rng.choice(places)
    cut = rng.randrange(2, len(words[at]) - 1)
    return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]]


def _join(words: list[str], rng: random.Random) -> list[str] | None:
    if len(words) < 2:
        return None
    at = rng.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _sound_alike(words: list[str], rng: random.Random) -> list[str] | None:
    order = list(range(len(words)))
    rng.shuffle(order)
    for at in order:
        word = words[at]
        found = [_HOMOPHONES[word]] if word in _HOMOPHONES else _respelt(word)
        if found:
            return [*words[:at], rng.choice(found), *words[at + 1 :]]
    return None


def _respelt(word: str) -> list[str]:
    if len(word) < 4:
        return []
    spelt = {re.sub(pattern, new, word, count=1) for pattern, new in _SPELLINGS}
    return sorted(spelt - {word})


def _edit(words: list[str], rng: random.Random) -> list[str] | None:
    places = [at for at, word in enumerate(words) if len(word) >= 3]
    if not places:
        return None
    at = rng.choice(places)
    word = words[at]
    spot = rng.randrange(len(word))
    letter = rng.choice(_LETTERS.replace(word[spot], ""))
    made = rng.choice(
        (
            word[:spot] + word[spot + 1 :],
            word[:spot] + letter + word[spot:],
            word[:spot] + letter + word[spot + 1 :],
        )
    )
    return [*words[:at], made, *words[at + 1 :]]


_MAKERS: dict[str, Callable[[list[str], random.Random], list[str] | None]] = {
    "drop": _drop,
    "insert": _insert,
    "split": _split,
    "join": _join,
    "sound-alike": _sound_alike,
    "one edit": _edit,
}
