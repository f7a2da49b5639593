"""Everything that happens in a conversation, as small frozen facts.

An event says what happened, in which turn, and when. It never carries sound.
`turn_id` counts from 1 and grows whenever the user takes the turn; an event of
an older turn than the current one is late, and is dropped. `time_s` is on the
conversation's clock (for a recording: the position in it).
"""

import dataclasses
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class State(StrEnum):
    """What she is doing, as far as the user can tell."""

    WAKING = "waking"
    IDLE = "idle"  # the microphone is off; typing works
    LISTENING = "listening"  # the microphone is open, nobody speaks
    HEARING = "hearing"  # the user is speaking
    THINKING = "thinking"
    SPEAKING = "speaking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened. Subclasses say what."""

    name: ClassVar[str] = "event"

    turn_id: int = 0
    time_s: float = 0.0

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # A dataclass with slots is made twice; both times the name is the same.
        super(Event, cls).__init_subclass__(**kwargs)
        if "name" not in cls.__dict__:
            cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as `--json` prints it: `event`, `turn`, `time_s`, then the rest."""
        rest = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name not in ("turn_id", "time_s")
        }
        return {
            "event": self.name,
            "turn": self.turn_id,
            "time_s": round(self.time_s, 3),
            **{k: round(v, 3) if isinstance(v, float) else v for k, v in rest.items()},
        }

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Event):
    """She can hear: microphone and models are ready, and she is not speaking herself."""

    input_device: str = ""
    recogniser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(Event):
    """She went over to another state."""

    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Event):
    """A chunk of sound went by: how the loop knows that time passes.

    speech: whether the voice detector heard a voice in it.
    """

    speech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """The user began to speak; `time_s` is the first sample that was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPaused(Event):
    """A silence began. It may end the turn or not: the turn controller decides.

    last_speech_s: when the last speech was heard, on the conversation's clock.
    text: what was said up to here, decoded while waiting.
    """

    last_speech_s: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechResumed(Event):
    """The silence was only a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialHypothesis(Event):
    """What was understood so far; it may still change."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalHypothesis(Event):
    """What the user said in this turn. It will not change.

    start_s, end_s: the first and the last speech, on the conversation's clock.
    recognise_ms: from the end of the turn to this text, in milliseconds.
    """

    text: str
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None
    start_s: float = 0.0
    end_s: float = 0.0
    recognise_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTyped(Event):
    """The user sent a line from the keyboard."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyGiven(Event):
    """She knows what to say. `reply_ms` is how long she thought."""

    name: ClassVar[str] = "reply"

    text: str
    rule: str = ""
    stage: str = ""
    mood: str = "neutral"
    reply_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackStarted(Event):
    """The first sample of her reply was handed to the speaker.

    first_audio_ms: from the reply's text to that sample, in milliseconds.
    """

    first_audio_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceStarted(Event):
    """She begins to say this sentence of her reply."""

    text: str
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackFinished(Event):
    """She has stopped speaking.

    interrupted: she was cut short.
    played_ms: how much of her was heard, in milliseconds.
    heard: the words that were heard; all of them unless interrupted.
    """

    interrupted: bool = False
    played_ms: float = 0.0
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnMetrics(Event):
    """How long each part of a turn took, in milliseconds, one after another.

    endpoint_ms: from the last speech to the decision that the turn had ended.
    recognise_ms: from there to the final text.
    reply_ms: from there to her words.
    first_audio_ms: from there to the first sample of her voice at the speaker.
    gap_ms: all of it: the silence that the user sits through.
    """

    endpoint_ms: float
    recognise_ms: float
    reply_ms: float
    first_audio_ms: float
    gap_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneChanged(Event):
    """The microphone was opened, or closed (by the user, or by being lost).

    recogniser: what turns its sound into words.
    """

    on: bool
    device: str = ""
    recogniser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken(Event):
    """She has found her voice, or learned that she has none: time to say hello."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRequested(Event):
    """The user wants her to be quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorOccurred(Event):
    """Something failed; the conversation goes on with what is left.

    component: microphone, recogniser, voice, speaker, dialogue ...
    """

    component: str
    message: str
    next_step: str = ""
