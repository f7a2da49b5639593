"""What was said, as the matcher sees it: plain words, each with its place in the text.

Recognisers differ in capitals, punctuation, contractions, numbers and hesitations.
Templates and speech go through the same words here, so that they can meet.
"""

import re
import unicodedata
from dataclasses import dataclass

from os1.dialogue import numbers

MAX_CHARS = 4000
"""Longer texts keep their beginning and their end."""
MAX_WORDS = 200
MAX_SENTENCES = 6

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇′", "'"))

_NOT = "ai are ca could did do does had has have is might must need should was were wo would"
_IRREGULAR = {"ai": "is", "ca": "can", "wo": "will"}
_IS_HOSTS = (
    "it that what who where when why how he she there here this everything something "
    "nothing everyone someone one"
)
_WHOLE = {
    "let's": "let us",
    "lets": "let us",
    "cannot": "can not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "kinda": "kind of",
    "dunno": "do not know",
    "'cause": "because",
    "cause": "because",
    "cuz": "because",
    "ya": "you",
    "u": "you",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "theyre": "they are",
    "its": "it is",
    "ok": "okay",
    "anymore": "any more",
    "anybody": "anyone",
    "somebody": "someone",
    "everybody": "everyone",
    "nobody": "no one",
    "goodnight": "good night",
    "goodmorning": "good morning",
    "goodbye": "good bye",
    "bye-bye": "bye bye",
    "thankyou": "thank you",
    "alright": "all right",
    "favorite": "favourite",
    "humor": "humour",
    "color": "colour",
    "mum": "mother",
    "mom": "mother",
    "dad": "father",
}
_SUFFIXES = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}

# Recognisers part them; "any one of them" loses nothing by it.
_PARTED = {
    ("any", "body"): "anyone",
    ("any", "one"): "anyone",
    ("some", "body"): "someone",
    ("some", "one"): "someone",
    ("every", "body"): "everyone",
    ("every", "one"): "everyone",
}

HESITATIONS = frozenset("um uh uhm er erm hmm hm mm mmm ah eh".split())
_OPENERS = frozenset(
    "well so oh okay and but hey hi hello look listen now actually please because then "
    "honestly anyway".split()
)
_OPENING_PAIRS = frozenset(
    {("i", "mean"), ("you", "know"), ("hey", "there"), ("all", "right"), ("kind", "of")}
)
_CLOSERS = frozenset("please then though huh anyway".split())


def _contractions() -> dict[str, tuple[str, ...]]:
    table = {short: tuple(full.split()) for short, full in _WHOLE.items()}
    for stem in _NOT.split():
        full = (_IRREGULAR.get(stem, stem), "not")
        table[f"{stem}n't"] = full
        # "cant" and "dont" are how some recognisers write them.
        table[f"{stem}nt"] = full
    for host in _IS_HOSTS.split():
        table[f"{host}'s"] = (host, "is")
    for host in "what that who where how he she there".split():
        table[f"{host}s"] = (host, "is")
    return table


_CONTRACTIONS = _contractions()


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of speech. `spans[i]` is where in `source` `words[i]` came from."""

    source: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def text(self, start: int, end: int) -> str:
        """The source of words `start` to `end` (not included), as it was written."""
        return self.source[self.spans[start][0] : self.spans[end - 1][1]]

    def part(self, start: int, end: int) -> "Words":
        """Only words `start` to `end` (not included)."""
        return Words(self.source, self.words[start:end], self.spans[start:end])

    def __str__(self) -> str:
        return " ".join(self.words)


def clean(text: str) -> str:
    """One line of composed characters with plain apostrophes, at most MAX_CHARS long."""
    if len(text) > MAX_CHARS:
        text = text[: MAX_CHARS // 2] + " " + text[-MAX_CHARS // 2 :]
    text = unicodedata.normalize("NFKC", text)[: 2 * MAX_CHARS]
    return " ".join(text.translate(_APOSTROPHES).split())


def expand(token: str) -> tuple[str, ...]:
    """The words one written token stands for: "you're" -> ("you", "are"), "7" -> ("seven",)."""
    token = token.casefold().replace(",", "")
    if token in _CONTRACTIONS:
        return _CONTRACTIONS[token]
    if token.isascii() and token.isdigit() and len(token) <= 2:
        return numbers.in_words(int(token))
    for suffix, word in _SUFFIXES.items():
        if token.endswith(suffix) and len(token) > len(suffix):
            return (token.removesuffix(suffix), word)
    return (token,)


def normalise(text: str) -> Words:
    """All words of a text, at most MAX_WORDS: the first half and the last half of them."""
    source = clean(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(source):
        for word in expand(token.group()):
            whole = _PARTED.get((words[-1], word)) if words else None
            if whole:
                words[-1] = whole
                spans[-1] = (spans[-1][0], token.end())
            else:
                words.append(word)
                spans.append(token.span())
    if len(words) > MAX_WORDS:
        half = MAX_WORDS // 2
        words = words[:half] + words[-half:]
        spans = spans[:half] + spans[-half:]
    return Words(source, tuple(words), tuple(spans))


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
    kept = [index for index, word in enumerate(full.words) if word not in HESITATIONS]
    if kept and len(kept) < len(full.words):
        full = Words(
            full.source,
            tuple(full.words[index] for index in kept),
            tuple(full.spans[index] for index in kept),
        )
    bare = _bare(full, name.casefold())
    return (full,) if bare.words == full.words else (full, bare)


def _bare(full: Words, name: str) -> Words:
    full = _unstuttered(full)
    words = full.words
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
    return full.part(start, end)


def _unstuttered(speech: Words) -> Words:
    """Without a word or pair of words said twice in a row: "I'm, I'm so afraid"."""
    kept: list[int] = []
    words = speech.words
    for index in range(len(words)):
        kept.append(index)
        for size in (1, 2):
            tail = [words[at] for at in kept[-2 * size :]]
            if len(tail) == 2 * size and tail[:size] == tail[size:]:
                del kept[-size:]
                break
    return Words(
        speech.source,
        tuple(words[at] for at in kept),
        tuple(speech.spans[at] for at in kept),
    )
