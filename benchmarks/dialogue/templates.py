"""Reading the benchmark's own rules: just enough to say them and to write them elsewhere.

They are written as OS1 writes them: (a|b), [perhaps], {name:kind}, @concept, *.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_PIECE = re.compile(r"\{(\w+):(\w+)\}|@(\w+)|([()\[\]|*])|([^\s()\[\]|{}@*]+)")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some ways to say it; with `optional`, or nothing."""

    ways: tuple["Parts", ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of a kind: number, name, time, text; "any" for a `*`."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Concept:
    """Any phrase of a list."""

    name: str


Part = str | Choice | Slot | Concept
Parts = tuple[Part, ...]
Concepts = Mapping[str, tuple[str, ...]]


def read(template: str) -> Parts:
    """The parts of a template. Raises ValueError when brackets do not meet."""
    pieces = list(_PIECE.finditer(template))
    ways, at = _ways(pieces, 0, "")
    if at != len(pieces) or len(ways) != 1:
        raise ValueError(f"cannot read {template!r}")
    return ways[0]


def _ways(pieces: list[re.Match[str]], at: int, closer: str) -> tuple[tuple[Parts, ...], int]:
    """Ways up to the closing bracket, and the place after it."""
    ways: list[Parts] = []
    parts: list[Part] = []
    while at < len(pieces):
        name, kind, concept, sign, word = pieces[at].groups()
        at += 1
        if sign == closer and closer:
            return (*ways, tuple(parts)), at
        if sign == "|":
            ways.append(tuple(parts))
            parts = []
        elif sign in ("(", "["):
            inner, at = _ways(pieces, at, ")" if sign == "(" else "]")
            parts.append(Choice(inner, optional=sign == "["))
        elif sign == "*":
            parts.append(Slot("any", "any"))
        elif sign:
            raise ValueError(f"{sign} does not belong there")
        else:
            parts.append(Slot(name, kind) if name else Concept(concept) if concept else word)
    if closer:
        raise ValueError(f"{closer} is missing")
    return (*ways, tuple(parts)), at


def say(
    parts: Parts, concepts: Concepts, rng: random.Random, fill: Callable[[Slot], str]
) -> list[str]:
    """One way to say it, as words. fill: something for a slot."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Slot):
            words += fill(part).split()
        elif isinstance(part, Concept):
            words += say(read(rng.choice(concepts[part.name])), concepts, rng, fill)
        elif not part.optional or rng.random() < 0.5:
            words += say(rng.choice(part.ways), concepts, rng, fill)
    return words


def every(parts: Parts, concepts: Concepts, write: Callable[[Slot], str]) -> Iterator[str]:
    """All ways to say it, each once. write: what stands for a slot."""
    seen: set[str] = set()
    for chosen in itertools.product(*(_options(part, concepts, write) for part in parts)):
        text = " ".join(word for word in chosen if word)
        if text not in seen:
            seen.add(text)
            yield text


def _options(part: Part, concepts: Concepts, write: Callable[[Slot], str]) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, Slot):
        # A `*` may stand for no words at all.
        return ["", write(part)] if part.kind == "any" else [write(part)]
    if isinstance(part, Concept):
        return [
            text for phrase in concepts[part.name] for text in every(read(phrase), concepts, write)
        ]
    found = [text for way in part.ways for text in every(way, concepts, write)]
    return ["", *found] if part.optional else found


def written(parts: Parts, write: Callable[[Slot | Concept], str]) -> str:
    """The template again, with slots and concepts in another language."""
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, Choice):
            inner = "|".join(written(way, write) for way in part.ways)
            texts.append(f"[{inner}]" if part.optional else f"({inner})")
        else:
            texts.append(write(part))
    return " ".join(texts)
