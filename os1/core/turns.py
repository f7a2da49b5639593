"""Whose turn it is, and when it ends. Pure: events in, commands out.

No threads, no waiting, no clock of its own: time is what the events say, so a
whole conversation can be played through in no time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from os1.core.audio import CHUNK_S
from os1.core.commands import (
    Answer,
    BeDeafUntil,
    Command,
    DropUtterance,
    EndUtterance,
    HoldSpeaking,
    ResumeSpeaking,
    StopSpeaking,
)
from os1.core.events import (
    Event,
    FinalHypothesis,
    MicrophoneChanged,
    PartialHypothesis,
    PlaybackFinished,
    PlaybackStarted,
    ReplyGiven,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    State,
    StopRequested,
    Tick,
    UserTyped,
)
from os1.core.messages import Utterance
from os1.core.overlap import Verdict, judge

# A turn that ends in one of these has not ended: more is coming.
_TRAILING_WORDS = frozenset(
    "a an and because but by for from if into my of or our than the their to um uh er when where "
    "which while with would your".split()
)


@dataclass(frozen=True, slots=True)
class TurnTiming:
    """How long a silence must last to end the user's turn, in seconds of silence.

    finished_s: after words that can stand alone. Pauses inside a sentence are
        mostly shorter; much longer feels slow.
    trailing_s: after words that cannot end a sentence ("and", "um", "remind me to").
    nothing_s: after sound in which no word was understood.
    echo_tail_s: how long the room still sounds of her after she has finished.
    overlap_s: sound over hers in which no word is understood for so long is noise.
    settle_s: so long after she pauses, the room and the loudspeaker are quiet.
    went_on_s: a voice heard for so long after that is somebody else's.
    """

    finished_s: float = 0.45
    trailing_s: float = 1.2
    nothing_s: float = 1.2
    echo_tail_s: float = 0.25
    overlap_s: float = 1.5
    settle_s: float = 0.2
    went_on_s: float = 0.09

    def silence_s(self, text: str) -> float:
        """The silence that ends a turn in which this was said so far."""
        words = re.findall(r"[\w']+", text.lower())
        if not words:
            return self.nothing_s
        ending = text.rstrip()
        if ending.endswith(("...", "…", ",", "-")):
            return self.trailing_s
        if words[-1] in _TRAILING_WORDS and not ending.endswith("?"):
            return self.trailing_s  # but "where are you from?" is whole
        return self.finished_s


class Duplex(StrEnum):
    """Whether she listens while she speaks.

    HALF: no; what came back from the loudspeaker would be taken for the user.
    FULL: yes; her own voice is taken out of what the microphone hears.
    """

    HALF = "half"
    FULL = "full"


FOREVER_S = float("inf")


class TurnController:
    """Decides, event by event. `state` and `turn_id` tell where things stand."""

    def __init__(self, timing: TurnTiming = TurnTiming(), duplex: Duplex = Duplex.HALF) -> None:
        self._timing = timing
        self._duplex = duplex
        self._her_words = ""
        self._overlap_since_s: float | None = None
        self._held_at_s: float | None = None
        self._went_on_s = 0.0
        self._microphone_on = False
        self._end_at_s: float | None = None
        self._awaits_final = False
        self.state = State.IDLE
        self.turn_id = 0
        self._handlers: dict[type[Event], Callable[..., list[Command]]] = {
            Tick: self._on_tick,
            SpeechStarted: self._on_speech_started,
            PartialHypothesis: self._on_partial,
            SpeechPaused: self._on_speech_paused,
            SpeechResumed: self._on_speech_resumed,
            FinalHypothesis: self._on_final,
            UserTyped: self._on_typed,
            ReplyGiven: self._on_reply,
            PlaybackStarted: self._on_playback_started,
            PlaybackFinished: self._on_playback_finished,
            StopRequested: self._on_stop,
            MicrophoneChanged: self._on_microphone,
        }

    def handle(self, event: Event) -> list[Command]:
        """What to do now that this happened. Most events call for nothing."""
        handler = self._handlers.get(type(event))
        return handler(event) if handler else []

    def _on_tick(self, event: Tick) -> list[Command]:
        if self._overlap_since_s is not None:
            return self._follow_overlap(event)
        if self._end_at_s is None or event.time_s < self._end_at_s:
            return []
        self._end_at_s = None
        self._awaits_final = True
        self.state = State.THINKING
        return [EndUtterance()]

    def _on_speech_started(self, event: SpeechStarted) -> list[Command]:
        if self._she_has_the_turn:
            if self._duplex is Duplex.HALF:
                return []  # heard before the ears could be shut; they are about to forget it
            if self.state is State.THINKING:
                return [DropUtterance()]  # they will notice again once she speaks
            self._overlap_since_s = event.time_s
            self._held_at_s = None
            self._went_on_s = 0.0
            return [HoldSpeaking()]
        self.turn_id += 1
        self._end_at_s = None
        self.state = State.HEARING
        return []

    def _on_partial(self, event: PartialHypothesis) -> list[Command]:
        if self._overlap_since_s is None:
            return []
        return self._consider(event.text, settled=False)

    def _on_speech_paused(self, event: SpeechPaused) -> list[Command]:
        commands: list[Command] = []
        if self._overlap_since_s is not None:
            commands = self._consider(event.text, settled=True)
        if self.state is State.HEARING:
            self._end_at_s = event.last_speech_s + self._timing.silence_s(event.text)
        return commands

    def _follow_overlap(self, event: Tick) -> list[Command]:
        """Somebody speaks over her, and she has paused: do they go on?"""
        if self._held_at_s is None:
            self._held_at_s = event.time_s
        if event.speech and event.time_s > self._held_at_s + self._timing.settle_s:
            self._went_on_s += CHUNK_S
        is_noise = event.time_s - self._held_at_s > self._timing.overlap_s
        return self._go_on() if is_noise else []

    def _consider(self, text: str, *, settled: bool) -> list[Command]:
        """Somebody speaks over her: go on, wait and see, or give them the turn."""
        went_on = self._went_on_s >= self._timing.went_on_s
        verdict = judge(text, self._her_words, settled=settled, went_on=went_on)
        if verdict is Verdict.FALSE_ALARM:
            return self._go_on()
        if verdict is Verdict.UNDECIDED:
            return []
        interrupted = self.turn_id
        self._yield_turn()
        return [StopSpeaking(interrupted)]

    def _go_on(self) -> list[Command]:
        self._overlap_since_s = None
        return [DropUtterance(), ResumeSpeaking()]

    def _yield_turn(self) -> None:
        self._overlap_since_s = None
        self.turn_id += 1
        self.state = State.HEARING

    def _on_speech_resumed(self, _event: SpeechResumed) -> list[Command]:
        self._end_at_s = None
        return []

    def _on_final(self, event: FinalHypothesis) -> list[Command]:
        if not self._awaits_final:
            return []  # a line was typed meanwhile, and has taken the turn
        self._awaits_final = False
        if not event.text.strip():
            self.state = self._resting_state
            return []
        utterance = Utterance(text=event.text, alternatives=event.alternatives, spoken=True)
        return [Answer(utterance)]

    def _on_typed(self, event: UserTyped) -> list[Command]:
        previous = self.turn_id
        self.turn_id += 1
        self._end_at_s = None
        self._awaits_final = False
        self._overlap_since_s = None
        self.state = State.THINKING
        return [StopSpeaking(previous), DropUtterance(), Answer(Utterance(text=event.text))]

    def _on_reply(self, event: ReplyGiven) -> list[Command]:
        if event.turn_id != self.turn_id:
            return []
        self.state = State.THINKING
        self._her_words = event.text
        return self._shut_ears()

    def _shut_ears(self) -> list[Command]:
        return [BeDeafUntil(FOREVER_S)] if self._duplex is Duplex.HALF else []

    def _on_playback_started(self, event: PlaybackStarted) -> list[Command]:
        if event.turn_id == self.turn_id:
            self.state = State.SPEAKING
        return []

    def _on_playback_finished(self, event: PlaybackFinished) -> list[Command]:
        if event.turn_id != self.turn_id:
            return []
        if self._overlap_since_s is not None:
            self._yield_turn()  # she had just finished: the floor is theirs anyway
            return []
        self.state = self._resting_state
        if self._duplex is Duplex.FULL:
            return []
        tail_s = self._timing.echo_tail_s if event.played_ms else 0.0
        return [BeDeafUntil(event.time_s + tail_s)]

    def _on_stop(self, _event: StopRequested) -> list[Command]:
        return [StopSpeaking(self.turn_id)] if self._she_has_the_turn else []

    def _on_microphone(self, event: MicrophoneChanged) -> list[Command]:
        self._microphone_on = event.on
        held = self._overlap_since_s is not None and not event.on
        self._overlap_since_s = None
        if event.on and self._she_has_the_turn:
            return self._shut_ears()
        if self.state in (State.IDLE, State.LISTENING, State.HEARING):
            self._end_at_s = None
            self.state = self._resting_state
        if event.on:
            return []
        return [DropUtterance(), ResumeSpeaking()] if held else [DropUtterance()]

    @property
    def _she_has_the_turn(self) -> bool:
        return self.state in (State.THINKING, State.SPEAKING)

    @property
    def _resting_state(self) -> State:
        return State.LISTENING if self._microphone_on else State.IDLE
