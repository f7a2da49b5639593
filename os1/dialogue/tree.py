"""A template as it is written, read into a tree. See `template` for how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from os1.dialogue import slots
from os1.dialogue.spelling import expand

MAX_DEPTH = 12

_PIECE = re.compile(r"\s*(?:([()\[\]|*])|\{([^{}]*)\}|@([\w.]+)|([^\s()\[\]{}|*@]+)|(\S))")
_SLOT = re.compile(r"([a-z][a-z0-9_]*):([a-z]+)\Z")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class TemplateError(ValueError):
    """A template cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word that must be heard."""

    word: str


@dataclass(frozen=True, slots=True)
class Star:
    """Any words, or none."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Words to remember under a name."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts heard one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options."""

    options: tuple[Sequence, ...]


Node = Word | Star | Slot | Sequence | Choice
Phrase = tuple[str, ...]


def parse(text: str, concept: Callable[[str], Choice]) -> Sequence:
    """Read a template into a tree. Raises TemplateError."""
    pieces = [match.groups() for match in _PIECE.finditer(text)]
    tree = _Reader(pieces, concept).read()
    if not tree.parts:
        raise TemplateError("there is nothing in it to hear")
    return tree


def phrases(node: Node, limit: int) -> list[Phrase] | None:
    """Every sentence a part stands for; None if they are more, or cannot be listed."""
    if isinstance(node, Word):
        return [(node.word,)]
    found: list[Phrase] = []
    if isinstance(node, Choice):
        for option in node.options:
            listed = phrases(option, limit - len(found))
            if listed is None:
                return None
            found += [phrase for phrase in listed if phrase not in found]
        return found
    if isinstance(node, Sequence):
        found = [()]
        for part in node.parts:
            listed = phrases(part, limit)
            if listed is None or len(found) * len(listed) > limit:
                return None
            found = list(dict.fromkeys(one + other for one in found for other in listed))
        return found if len(found) <= limit else None
    return None


class _Reader:
    """Recursive descent over the pieces of one template."""

    def __init__(
        self, pieces: list[tuple[str | None, ...]], concept: Callable[[str], Choice]
    ) -> None:
        self._pieces = pieces
        self._concept = concept
        self._at = 0

    def read(self) -> Sequence:
        options = self._options("", 0)
        return options[0] if len(options) == 1 else Sequence((Choice(options),))

    def _options(self, closer: str, depth: int) -> tuple[Sequence, ...]:
        """Everything up to the closing bracket, split at the bars."""
        if depth > MAX_DEPTH:
            raise TemplateError(f"brackets are nested more than {MAX_DEPTH} deep")
        options: list[Sequence] = []
        parts: list[Node] = []
        while self._at < len(self._pieces):
            sign, slot, concept, word, stray = self._pieces[self._at]
            self._at += 1
            if sign == closer and closer:
                return (*options, Sequence(tuple(parts)))
            if sign == "|":
                options.append(Sequence(tuple(parts)))
                parts = []
            elif stray is not None or (sign is not None and sign in ")]"):
                raise TemplateError(f'"{stray or sign}" does not belong there')
            else:
                parts.extend(self._part(sign, slot, concept, word, depth))
        if closer:
            raise TemplateError(f'a "{closer}" is missing')
        return (*options, Sequence(tuple(parts)))

    def _part(
        self,
        sign: str | None,
        slot: str | None,
        concept: str | None,
        word: str | None,
        depth: int,
    ) -> list[Node]:
        if sign == "*":
            return [Star()]
        if sign == "(":
            return [Choice(self._options(")", depth + 1))]
        if sign == "[":
            return [Choice((*self._options("]", depth + 1), Sequence(())))]
        if slot is not None:
            return [_slot(slot)]
        if concept is not None:
            return [self._concept(concept)]
        heard = _WORDS.findall((word or "").replace("’", "'"))
        if not heard:
            raise TemplateError(f'"{word}" is not a word')
        return [Word(part) for token in heard for part in expand(token)]


def _slot(text: str) -> Slot:
    found = _SLOT.match(text)
    if found is None:
        raise TemplateError(f'the slot "{{{text}}}" should look like {{name:kind}}')
    if found[2] not in slots.KINDS:
        known = ", ".join(sorted(slots.KINDS))
        raise TemplateError(f'there is no kind of slot "{found[2]}" (there are {known})')
    return Slot(found[1], found[2])
