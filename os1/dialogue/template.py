"""Templates: what a rule hears, read into a graph of states.

    word            that word, in any of its spellings (you're = you are, 7 = seven)
    (a|b c)         one of these
    [please]        perhaps this
    {who:name}      a slot; see `slots.KINDS`
    *               any words, or none
    @concept        any phrase of that concept

All edges of the graph lead forward, but for `*`, which eats one word as it goes round:
matching therefore takes at most states times words steps, whatever the template.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from os1.dialogue import slots
from os1.dialogue.normalise import expand

MAX_STATES = 3000
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


@dataclass(frozen=True, slots=True)
class Split:
    """A state that leads to each of `targets` without a word."""

    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A state that eats one of `words` and leads to the next."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class End:
    """The state that means: heard."""


State = OneOf | Star | Slot | Split | End


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to match.

    plain: its sentence, when it has nothing but words.
    required: sets of words of each of which at least one must be in the speech.
    """

    text: str
    states: tuple[State, ...]
    slots: Mapping[str, str]
    plain: tuple[str, ...] | None
    required: tuple[frozenset[str], ...]


def compile_template(text: str, concept: Callable[[str], Choice]) -> Template:
    """Read a template. `concept` finds a concept by name. Raises TemplateError."""
    root = parse(text, concept)
    states: list[State] = []
    _lay_out(root, states)
    states.append(End())
    plain = tuple(part.word for part in root.parts if isinstance(part, Word))
    return Template(
        text=text,
        states=tuple(states),
        slots={state.name: state.kind for state in states if isinstance(state, Slot)},
        plain=plain if len(plain) == len(root.parts) else None,
        required=_required(root),
    )


def parse(text: str, concept: Callable[[str], Choice]) -> Sequence:
    """Read a template into a tree. Raises TemplateError."""
    pieces = [match.groups() for match in _PIECE.finditer(text)]
    tree = _Reader(pieces, concept).read()
    if not tree.parts:
        raise TemplateError("there is nothing in it to hear")
    return tree


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


def _lay_out(node: Node, states: list[State]) -> None:
    if len(states) > MAX_STATES:
        raise TemplateError("it is too large; split it into several templates")
    if isinstance(node, Word):
        states.append(OneOf(frozenset({node.word})))
    elif isinstance(node, Sequence):
        for part in node.parts:
            _lay_out(part, states)
    elif isinstance(node, Choice):
        _lay_out_choice(node, states)
    else:
        states.append(node)


def _lay_out_choice(choice: Choice, states: list[State]) -> None:
    """A split, then every option, each with a way past the others."""
    single = [option.parts[0] for option in choice.options if len(option.parts) == 1]
    words = [part.word for part in single if isinstance(part, Word)]
    if len(words) == len(choice.options):
        states.append(OneOf(frozenset(words)))
        return
    split_at = len(states)
    states.append(Split(()))
    targets: list[int] = []
    exits: list[int] = []
    for option in choice.options:
        targets.append(len(states))
        _lay_out(option, states)
        exits.append(len(states))
        states.append(Split(()))
    states[split_at] = Split(tuple(targets))
    for exit_at in exits:
        states[exit_at] = Split((len(states),))


def _required(node: Node) -> tuple[frozenset[str], ...]:
    if isinstance(node, Word):
        return (frozenset({node.word}),)
    if isinstance(node, Sequence):
        return tuple(need for part in node.parts for need in _required(part))
    if isinstance(node, Choice):
        needs = [_required(option) for option in node.options]
        if all(needs):
            return (frozenset().union(*(min(need, key=len) for need in needs)),)
    return ()
