"""Templates: what a rule hears, read into a tree and then into the steps of a program.

    word            that word, in any of its spellings (you're = you are, 7 = seven)
    (a|b c)         one of these
    [please]        perhaps this
    {who:name}      a slot; see `slots.KINDS`
    *               any words, or none
    @concept        any phrase of that concept

A program is a position automaton (Glushkov 1961): every step eats at least one word, and
`follow` says which steps may come next. Choices between plain phrases are one step. The
number of steps and of ways between them is limited, so matching is never slow, whatever
the template.
"""

from collections.abc import Callable
from dataclasses import dataclass

from os1.dialogue import slots
from os1.dialogue.program import STAR, Phrases, Program, SlotStep, Step
from os1.dialogue.tree import (
    Choice,
    Node,
    Phrase,
    Sequence,
    Slot,
    Star,
    TemplateError,
    Word,
    parse,
    phrases,
)

MAX_STEPS = 600
MAX_WAYS = 3000
MAX_PHRASES = 400
"""A choice of more plain phrases than this is laid out word by word."""
MAX_SPELLED = 12
"""A template that stands for no more sentences than this is looked up whole."""
NO_LIMIT = 65535


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to match.

    spelled: every sentence it stands for, if they are few; then nothing else is needed.
    required: sets of words of each of which at least one must be in the speech.
    shortest, longest: words in what it can hear; NO_LIMIT for any number.
    always: slots that are filled however it is heard.
    """

    text: str
    program: Program
    spelled: tuple[Phrase, ...]
    required: tuple[frozenset[str], ...]
    shortest: int
    longest: int
    always: frozenset[str]

    @property
    def slots(self) -> dict[str, str]:
        """Kinds of the slots it may fill, by name."""
        return {s.name: s.kind for s in self.program.steps if isinstance(s, SlotStep)}


def compile_template(text: str, concept: Callable[[str], Choice]) -> Template:
    """Read a template. `concept` finds a concept by name. Raises TemplateError."""
    return _compiled(text, parse(text, concept))


def _compiled(text: str, root: Sequence) -> Template:
    shortest, longest = _lengths(root)
    spelled = phrases(root, MAX_SPELLED) or ()
    return Template(
        text=text,
        program=_Layout().program(root),
        spelled=tuple(phrase for phrase in spelled if phrase),
        required=_required(root),
        shortest=shortest,
        longest=longest,
        always=_always(root),
    )


def plain_template(sentence: str, words: Phrase) -> Template:
    """A template that hears just these words. Raises TemplateError if there are none."""
    if not words:
        raise TemplateError("there is nothing in it to hear")
    root = Sequence(tuple(Word(word) for word in words))
    return _compiled(sentence, root)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a program: where it begins and ends, and whether it may be left out."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    empty: bool


class _Layout:
    """Numbers the steps of a tree and the ways between them."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._follow: list[dict[int, None]] = []
        self._ways = 0

    def program(self, root: Sequence) -> Program:
        piece = self._lay(root)
        end = len(self._steps)
        for last in piece.last:
            self._follow[last][end] = None
        first = (*piece.first, end) if piece.empty else piece.first
        return Program(tuple(self._steps), (first, *(tuple(ways) for ways in self._follow)))

    def _new(self, step: Step, *, again: bool = False, empty: bool = False) -> _Piece:
        number = len(self._steps)
        if number >= MAX_STEPS:
            raise TemplateError("it is too large; split it into several templates")
        self._steps.append(step)
        self._follow.append({number: None} if again else {})
        return _Piece((number,), (number,), empty)

    def _lay(self, node: Node) -> _Piece:
        if isinstance(node, Word):
            return self._new(node.word)
        if isinstance(node, Star):
            return self._new(STAR, again=True, empty=True)
        if isinstance(node, Slot):
            return self._new(SlotStep(node.name, node.kind), again=node.kind == "text")
        if isinstance(node, Sequence):
            return self._lay_sequence(node)
        return self._lay_choice(node)

    def _lay_sequence(self, node: Sequence) -> _Piece:
        first: tuple[int, ...] = ()
        last: tuple[int, ...] = ()
        empty = True
        for part in node.parts:
            piece = self._lay(part)
            self._join(last, piece.first)
            first = (*first, *piece.first) if empty else first
            last = (*last, *piece.last) if piece.empty else piece.last
            empty = empty and piece.empty
        return _Piece(first, last, empty)

    def _lay_choice(self, node: Choice) -> _Piece:
        listed = phrases(node, MAX_PHRASES)
        if listed is None:
            pieces = [self._lay(option) for option in node.options]
            return _Piece(
                tuple(step for piece in pieces for step in piece.first),
                tuple(step for piece in pieces for step in piece.last),
                any(piece.empty for piece in pieces),
            )
        spoken = [phrase for phrase in listed if phrase]
        empty = len(spoken) < len(listed)
        if not spoken:
            return _Piece((), (), empty=True)
        if any(len(phrase) > 1 for phrase in spoken):
            return self._new(Phrases(tuple(spoken)), empty=empty)
        words = frozenset(phrase[0] for phrase in spoken)
        return self._new(words if len(words) > 1 else spoken[0][0], empty=empty)

    def _join(self, last: tuple[int, ...], first: tuple[int, ...]) -> None:
        self._ways += len(last) * len(first)
        if self._ways > MAX_WAYS:
            raise TemplateError("it is too large; split it into several templates")
        for step in last:
            self._follow[step].update(dict.fromkeys(first))


def _required(node: Node) -> tuple[frozenset[str], ...]:
    if isinstance(node, Word):
        return (frozenset({node.word}),)
    if isinstance(node, Sequence):
        return tuple(need for part in node.parts for need in _required(part))
    if isinstance(node, Choice):
        needs = [_required(option) for option in node.options]
        if needs and all(needs):
            return (frozenset().union(*(min(need, key=len) for need in needs)),)
    return ()


def _lengths(node: Node) -> tuple[int, int]:
    """The fewest and the most words it can hear."""
    if isinstance(node, Word):
        return 1, 1
    if isinstance(node, Star):
        return 0, NO_LIMIT
    if isinstance(node, Slot):
        return 1, NO_LIMIT if node.kind == "text" else slots.MAX_WORDS[node.kind]
    if isinstance(node, Choice):
        lengths = [_lengths(option) for option in node.options]
        return min(low for low, _ in lengths), max(high for _, high in lengths)
    lengths = [_lengths(part) for part in node.parts]
    return sum(low for low, _ in lengths), min(NO_LIMIT, sum(high for _, high in lengths))


def _always(node: Node) -> frozenset[str]:
    if isinstance(node, Slot):
        return frozenset({node.name})
    if isinstance(node, Sequence):
        return frozenset[str]().union(*(_always(part) for part in node.parts))
    if isinstance(node, Choice):
        return frozenset.intersection(*(_always(option) for option in node.options))
    return frozenset()
