"""What the turn controller may ask for. The session carries it out."""

from dataclasses import dataclass

from os1.core.messages import Utterance


@dataclass(frozen=True, slots=True)
class EndUtterance:
    """Ask the ears what was said."""


@dataclass(frozen=True, slots=True)
class DropUtterance:
    """The ears may forget what they are hearing."""


@dataclass(frozen=True, slots=True)
class BeDeafUntil:
    """The ears must ignore everything before this time (infinity: until told)."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Ask the dialogue."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """The mouth must fall silent, if it is saying this turn or an older one."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class HoldSpeaking:
    """The mouth must pause at once, and be able to go on."""


@dataclass(frozen=True, slots=True)
class ResumeSpeaking:
    """It was nothing: the mouth may go on."""


Command = (
    EndUtterance
    | DropUtterance
    | BeDeafUntil
    | Answer
    | StopSpeaking
    | HoldSpeaking
    | ResumeSpeaking
)
