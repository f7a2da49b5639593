"""Splits what she says into sentences, so that the first can be spoken at once."""

import re

_ABBREVIATIONS = frozenset("mr mrs ms dr prof st sr jr vs etc e.g i.e a.m p.m vol approx".split())
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\n+")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, in order, none empty.

    "8,316. Why?" is two; "Dr. Watts" and "at 5 p.m. today" stay whole.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if not match[0].isspace() and not _ends_sentence(text, match):
            continue
        _add(sentences, text[start : match.end()])
        start = match.end()
    _add(sentences, text[start:])
    return sentences


def _ends_sentence(text: str, end: "re.Match[str]") -> bool:
    if end[0][0] != ".":
        return True
    following = text[end.end() :].lstrip()[:1]
    if following.islower():
        return False
    word = text[: end.start()].rsplit(None, 1)[-1].lstrip("(\"“'‘").lower() if end.start() else ""
    is_initial = len(word) == 1 and word.isalpha() and word != "i"
    return not following or not (word in _ABBREVIATIONS or is_initial)


def _add(sentences: list[str], piece: str) -> None:
    if stripped := " ".join(piece.split()):
        sentences.append(stripped)
