"""What was said, as the matcher sees it: plain words, each with its place in the text.

Recognisers differ in capitals, punctuation, contractions, numbers and hesitations.
Templates and speech go through the same words here, so that they can meet.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from operator import eq

from os1.dialogue.spelling import PARTED, SPECIAL, expand

MAX_CHARS = 4000
"""Longer texts keep their beginning and their end."""
MAX_WORDS = 120
MAX_SENTENCES = 6

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇′", "'"))

HESITATIONS = frozenset("um uh uhm er erm hmm hm mm mmm ah eh".split())
_OPENERS = frozenset(
    "well so oh okay and but hey hi hello look listen now actually please because then "
    "honestly anyway".split()
)
_OPENING_PAIRS = frozenset(
    {("i", "mean"), ("you", "know"), ("hey", "there"), ("all", "right"), ("kind", "of")}
)
_OPENING = _OPENERS | {first for first, _ in _OPENING_PAIRS}
_CLOSERS = frozenset("please then though huh anyway".split())
_INTERJECTIONS = frozenset(
    "yes yeah yep no nope hello hi hey thanks sorry sure okay please wow exactly right true".split()
)
_INTERJECTED_PAIRS = frozenset(
    {
        ("thank", "you"),
        ("good", "morning"),
        ("good", "evening"),
        ("of", "course"),
        ("not", "really"),
    }
)
_NO_MORE = frozenset("one idea way problem more matter for of to not now here".split())


class Words:
    """A stretch of speech. Where each word stood in the source is worked out when asked."""

    __slots__ = ("_kept", "_spans", "source", "words")

    def __init__(
        self, source: str, words: tuple[str, ...], kept: tuple[int, ...] | None = None
    ) -> None:
        self.source = source
        self.words = words
        self._kept = kept
        self._spans: list[tuple[int, int]] | None = None

    def text(self, start: int, end: int) -> str:
        """The source of words `start` to `end` (not included), as it was written."""
        if self._spans is None:
            spans = _spans(self.source)
            kept = self._kept
            self._spans = spans if kept is None else [spans[index] for index in kept]
        return self.source[self._spans[start][0] : self._spans[end - 1][1]]

    def part(self, start: int, end: int) -> "Words":
        """Only words `start` to `end` (not included)."""
        return self.only(range(start, end))

    def only(self, chosen: Sequence[int]) -> "Words":
        """Only the words at these places."""
        words = tuple([self.words[index] for index in chosen])
        kept = self._kept
        places = tuple(chosen) if kept is None else tuple([kept[index] for index in chosen])
        return Words(self.source, words, places)

    def __str__(self) -> str:
        return " ".join(self.words)


def clean(text: str) -> str:
    """One line of composed characters with plain apostrophes, at most MAX_CHARS long."""
    if len(text) > MAX_CHARS:
        text = text[: MAX_CHARS // 2] + " " + text[-MAX_CHARS // 2 :]
    text = unicodedata.normalize("NFKC", text)[: 2 * MAX_CHARS]
    return " ".join(text.translate(_APOSTROPHES).split())


def normalise(text: str) -> Words:
    """All words of a text, at most MAX_WORDS: the first half and the last half of them."""
    if text.isascii() and len(text) <= MAX_CHARS:
        lower = text.lower()
        plain = lower.replace(" ", "").isalnum()
        tokens = lower.split() if plain else _TOKEN.findall(lower)
        # Most of what is said has nothing in it to expand: that is seen at once.
        if SPECIAL.isdisjoint(tokens) and "'" not in text and "," not in text:
            words = tuple(tokens)
            return Words(text, words) if len(words) <= MAX_WORDS else _cut(Words(text, words))
        source = text
    else:
        source = clean(text)
        tokens = _TOKEN.findall(source)
    return _cut(Words(source, tuple([word for word, _ in _joined(tokens)])))


def _joined(tokens: Iterable[str]) -> list[tuple[str, int]]:
    """The words of tokens, those that recognisers part put together; with the token each ends."""
    made: list[tuple[str, int]] = []
    for number, token in enumerate(tokens):
        for word in expand(token):
            whole = PARTED.get((made[-1][0], word)) if made else None
            if whole:
                made[-1] = (whole, number)
            else:
                made.append((word, number))
    return made


def _spans(source: str) -> list[tuple[int, int]]:
    """Where in a source, as `normalise` reads it, each of its words stands."""
    places = [found.span() for found in _TOKEN.finditer(source)]
    ends = [number for _, number in _joined(_TOKEN.findall(source))]
    spans = []
    last = -1
    for number in ends:
        first = number if number == last else last + 1
        spans.append((places[first][0], places[number][1]))
        last = number
    return spans


def _cut(speech: Words) -> Words:
    count, half = len(speech.words), MAX_WORDS // 2
    if count <= MAX_WORDS:
        return speech
    return speech.only((*range(half), *range(count - half, count)))


def sentences(text: str) -> tuple[str, ...]:
    """The last MAX_SENTENCES sentences of a text, as it was punctuated."""
    parts = [part for part in _SENTENCE_END.split(clean(text)) if _TOKEN.search(part)]
    return tuple(parts[-MAX_SENTENCES:])


def readings(text: str, name: str = "") -> tuple[Words, ...]:
    """The ways to take a text: as it is, and bare of openers, closers, address and stutter.

    Hesitations are dropped from both, unless nothing else was said. "Oh, hello,
    Samantha" must stay a greeting while "so Samantha, how are you" becomes the
    question: the matcher decides which of the two it knows.
    """
    full = normalise(text)
    if not HESITATIONS.isdisjoint(full.words):
        kept = [index for index, word in enumerate(full.words) if word not in HESITATIONS]
        if kept:
            full = full.only(kept)
    bare = _bare(full, name.casefold())
    return (full,) if bare is full else (full, bare)


def takes(text: str, name: str = "") -> list[tuple[Words, int]]:
    """Every way to take a text, with a number: 0 for the whole of it, more for less of it.

    Parts are its sentences, the last ones first, and what follows or is an interjection
    ("yes, I think so" is also "I think so" and "yes").
    """
    found = [(speech, 0) for speech in readings(text, name)]
    full = found[0][0]
    size = _interjection(full.words)
    if size:
        rest = full.part(size, len(full.words))
        bare = _bare(rest, name.casefold())
        found.append((rest, 1))
        if bare is not rest:
            found.append((bare, 1))
    if _SENTENCE_END.search(text):
        parts = sentences(text)
        if len(parts) > 1:
            for back, part in enumerate(reversed(parts), start=1):
                found.extend((speech, back) for speech in readings(part, name))
    if size:
        found.append((full.part(0, size), MAX_SENTENCES + 1))
    return found


def _interjection(words: tuple[str, ...]) -> int:
    """How many words at the beginning are an interjection with something after it."""
    if len(words) > 2 and words[:2] in _INTERJECTED_PAIRS:
        return 2
    if len(words) > 1 and words[0] in _INTERJECTIONS and words[1] not in _NO_MORE:
        return 1
    return 0


def _bare(full: Words, name: str) -> Words:
    """The same object when there is nothing to strip."""
    full = _unstuttered(full)
    words = full.words
    if not words or (
        words[0] not in _OPENING
        and words[0] != name
        and words[-1] not in _CLOSERS
        and words[-1] != name
    ):
        return full
    start, end = 0, len(words)
    while end - start > 1:
        if end - start > 2 and words[start : start + 2] in _OPENING_PAIRS:
            start += 2
        elif words[start] in _OPENERS or words[start] == name:
            start += 1
        elif words[end - 1] in _CLOSERS or words[end - 1] == name:
            end -= 1
        else:
            break
    return full.part(start, end) if end - start < len(words) else full


def _unstuttered(speech: Words) -> Words:
    """Without a word or pair of words said twice in a row: "I'm, I'm so afraid"."""
    words = speech.words
    if True not in map(eq, words, words[1:]) and True not in map(eq, words, words[2:]):
        return speech
    kept: list[int] = []
    for index in range(len(words)):
        kept.append(index)
        for size in (1, 2):
            tail = [words[at] for at in kept[-2 * size :]]
            if len(tail) == 2 * size and tail[:size] == tail[size:]:
                del kept[-size:]
                break
    return speech.only(kept) if len(kept) < len(words) else speech
