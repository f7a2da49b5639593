"""Word errors: how far what was understood is from what was said.

Only words count. Case and punctuation do not, nor whether a number is written in
digits or in words, nor whether a contraction is written out.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    **{f"{n}th": word for n, word in enumerate(_ONES)},
    **{"1st": "first", "2nd": "second", "3rd": "third", "5th": "fifth", "8th": "eighth"},
    **{"9th": "ninth", "12th": "twelfth", "20th": "twentieth", "30th": "thirtieth"},
    **{f"{n}th": f"{_ONES[n]}th" for n in (4, 6, 7, 10, 11, 13, 14, 15, 16, 17, 18, 19)},
}
_SAME = {
    "i'm": "i am",
    "i've": "i have",
    "i'll": "i will",
    "you're": "you are",
    "we're": "we are",
    "they're": "they are",
    "it's": "it is",
    "that's": "that is",
    "let's": "let us",
    "don't": "do not",
    "can't": "can not",
    "cannot": "can not",
    "aren't": "are not",
    "isn't": "is not",
    "didn't": "did not",
    "mr": "mister",
    "mr.": "mister",
    "ok": "okay",
    "o'clock": "oclock",
}


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Substituted, inserted and missing words, out of `words` that were said."""

    errors: int
    words: int

    @property
    def rate(self) -> float:
        """The word error rate. It can exceed 1: nothing limits what is invented."""
        return self.errors / self.words if self.words else 0.0


def normalised(text: str) -> list[str]:
    """The words of a text, each in the one spelling that is compared."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)  # 8,316
    text = re.sub(r"\b(\d{1,2}):00\b", r"\1", text)
    text = re.sub(r"(?<=\d):(?=\d)|%", " ", text)
    # A dot may end a title as well as a sentence; either way it is not said.
    tokens = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)
    words: list[str] = []
    for token in tokens:
        words += _spelt(_SAME.get(token, token)).split()
    return words


def word_errors(said: str, understood: str) -> WordErrors:
    """The fewest words to change, add or drop to get from one text to the other.

    The edit distance of Levenshtein ("Binary codes capable of correcting deletions,
    insertions, and reversals", 1966), over words.
    """
    return _distance(normalised(said), normalised(understood))


def letter_errors(said: str, understood: str) -> WordErrors:
    """The same over letters: for languages that write words together as they please."""
    wanted, got = ("".join(normalised(text)) for text in (said, understood))
    return _distance(wanted, got)


def _distance(wanted: Sequence[str], got: Sequence[str]) -> WordErrors:
    row = list(range(len(got) + 1))
    for place, word in enumerate(wanted, start=1):
        before, row = row, [place]
        for other, heard in enumerate(got, start=1):
            change = before[other - 1] + (word != heard)
            row.append(min(change, before[other] + 1, row[-1] + 1))
    return WordErrors(row[-1], len(wanted))


def total(errors: Iterable[WordErrors]) -> WordErrors:
    """Of several texts together, each counting by its length."""
    listed = list(errors)
    return WordErrors(sum(e.errors for e in listed), sum(e.words for e in listed))


def number_words(number: int) -> str:
    """0 to 999,999 as one says it in English: "eight thousand three hundred sixteen"."""
    if number >= 1000:
        rest = f" {number_words(number % 1000)}" if number % 1000 else ""
        return f"{number_words(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" {number_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")


def _spelt(token: str) -> str:
    if token in _ORDINALS:
        return _ORDINALS[token]
    if token.isascii() and token.isdigit() and len(token) <= 6:
        return number_words(int(token))
    return token
