"""Cutting a long sentence, written in phonemes, where a speaker would breathe."""

import re
from dataclasses import dataclass

LONGEST = 110
"""Phonemes spoken in one go: about seven seconds."""

SENTENCE_PAUSE_S = 0.25
CLAUSE_PAUSE_S = 0.12
BREATHLESS_PAUSE_S = 0.02

_AFTER_PUNCTUATION = re.compile(r"(?<=[,;:—])\s+")


@dataclass(frozen=True, slots=True)
class Clause:
    """phonemes: what to say. pause_s: the silence after it at the natural pace, in seconds."""

    phonemes: str
    pause_s: float


def split_phonemes(sentence: str, longest: int = LONGEST) -> list[Clause]:
    """The sentence in as few parts as can be, none longer than `longest` phonemes.

    Cuts after punctuation where it can, else between words, else anywhere. A part
    with nothing to pronounce is left out.
    """
    parts = _pack(_AFTER_PUNCTUATION.split(sentence.strip()), longest)
    clauses = []
    for part in parts:
        pieces = _pack(_words(part, longest), longest)
        clauses += [Clause(piece, BREATHLESS_PAUSE_S) for piece in pieces[:-1]]
        clauses.append(Clause(pieces[-1], CLAUSE_PAUSE_S))
    clauses = [c for c in clauses if any(letter.isalpha() for letter in c.phonemes)]
    if clauses:
        clauses[-1] = Clause(clauses[-1].phonemes, SENTENCE_PAUSE_S)
    return clauses


def _words(part: str, longest: int) -> list[str]:
    """Its words, the endless ones chopped; at least one."""
    words = part.split(" ")
    return [word[i : i + longest] for word in words for i in range(0, max(1, len(word)), longest)]


def _pack(parts: list[str], longest: int) -> list[str]:
    """Neighbours joined by a space as long as they fit, evenly, so that no scrap is left over."""
    total = sum(len(part) + 1 for part in parts) - 1
    # An even share, rather than full ones and a scrap: a lone last word sounds lost.
    share = total / max(1, -(-total // longest))
    packed = [parts[0]]
    for part in parts[1:]:
        joined = len(packed[-1]) + 1 + len(part)
        if joined <= longest and len(packed[-1]) + len(part) / 2 <= share:
            packed[-1] += f" {part}"
        else:
            packed.append(part)
    return packed
