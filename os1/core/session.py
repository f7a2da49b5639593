"""The conversation: one queue of events, one owner of all its state.

Whatever happens anywhere is posted here. Events are handled one at a time, in
order: told to the subscribers, shown to the turn controller, and its commands
carried out. A thread may `run` it; a recording or a test may `pump` it by hand.
"""

import dataclasses
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

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
    ErrorOccurred,
    Event,
    FinalHypothesis,
    MicrophoneChanged,
    PlaybackFinished,
    PlaybackStarted,
    Ready,
    ReplyGiven,
    State,
    StateChanged,
    TurnMetrics,
    Woken,
)
from os1.core.messages import Reply, Utterance
from os1.core.ports import Clock, Dialogue
from os1.core.turns import TurnController
from os1.errors import Os1Error


class Ears(Protocol):
    """What the session may ask of the listening side; answers come as events."""

    def end_utterance(self) -> None:
        """Post what was said."""

    def drop_utterance(self) -> None:
        """Forget it."""

    def be_deaf_until(self, time_s: float) -> None:
        """Hear nothing before that time."""


class Mouth(Protocol):
    """What the session may ask of the speaking side; the outcome comes as events."""

    def say(self, turn_id: int, text: str) -> None:
        """Speak, now or as soon as the last words are out."""

    def stop(self, turn_id: int) -> None:
        """Do not say this turn or any older one."""

    def hold(self) -> None:
        """Pause."""

    def resume(self) -> None:
        """Go on."""


@dataclass(slots=True)
class _Stopwatches:
    """When the parts of the turn under way began and how long they took, in milliseconds."""

    asked_s: float = 0.0
    decided_at_s: float = 0.0
    endpoint_ms: float = 0.0
    recognise_ms: float = 0.0
    reply_ms: float = 0.0
    turn_id: int = -1


class Session:
    """Owns the conversation. `ears` and `mouth` may be given later, or never.

    greets: whether she speaks first.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        clock: Clock,
        controller: TurnController | None = None,
        *,
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._dialogue = dialogue
        self._clock = clock
        self._controller = controller or TurnController()
        self._stopwatch = stopwatch
        self._queue: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._subscribers: list[Callable[[Event], None]] = []
        self._state = self._controller.state
        self._watches = _Stopwatches()
        self._woken = False
        self._to_be_ready: MicrophoneChanged | None = None
        self.greets = True
        self.ears: Ears | None = None
        self.mouth: Mouth | None = None

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Call this with every event, on the session's thread."""
        self._subscribers.append(listener)

    def post(self, event: Event) -> None:
        """Something happened. From any thread; returns at once."""
        self._queue.put(event)

    def greet(self) -> None:
        """Let her speak first."""
        self._give(self._dialogue.greeting())

    def run(self) -> None:
        """Handle events until `end`."""
        while (event := self._queue.get()) is not None:
            self._handle(event)

    def end(self) -> None:
        """Let `run` return after what was already posted."""
        self._queue.put(None)

    def pump(self) -> None:
        """Handle all that was posted, and all that comes of it, then return."""
        while not self._queue.empty():
            if (event := self._queue.get()) is not None:
                self._handle(event)

    def _handle(self, event: Event) -> None:
        event = self._stamp(event)
        commands = self._controller.handle(event)
        # A turn begins with the event that begins it.
        if event.turn_id == 0:
            event = dataclasses.replace(event, turn_id=self._controller.turn_id)
        if isinstance(event, FinalHypothesis):
            event = self._time_recognition(event)
        self._publish(event)
        if isinstance(event, PlaybackStarted):
            self._report_metrics(event)
        self._tell_state()
        for command in commands:
            self._execute(command)
        match event:
            case Woken():
                self._woken = True
                if self.greets and self._controller.turn_id == 0:
                    self.greet()
            case MicrophoneChanged():
                self._to_be_ready = event if event.on else None
            case _:
                pass
        self._tell_if_ready()

    def _stamp(self, event: Event) -> Event:
        """Fill in the time, where whoever posted it left that to us."""
        if event.time_s == 0.0:
            return dataclasses.replace(event, time_s=self._clock.now_s())
        return event

    def _execute(self, command: Command) -> None:
        match command:
            case Answer(utterance):
                self._answer(utterance)
            case EndUtterance() | DropUtterance() | BeDeafUntil():
                self._ask_ears(command)
            case StopSpeaking() | HoldSpeaking() | ResumeSpeaking():
                self._ask_mouth(command)

    def _ask_ears(self, command: EndUtterance | DropUtterance | BeDeafUntil) -> None:
        if isinstance(command, EndUtterance):
            self._watches.asked_s = self._stopwatch()
            self._watches.decided_at_s = self._clock.now_s()
        if self.ears is None:
            return
        match command:
            case EndUtterance():
                self.ears.end_utterance()
            case DropUtterance():
                self.ears.drop_utterance()
            case BeDeafUntil(time_s):
                self.ears.be_deaf_until(time_s)

    def _ask_mouth(self, command: StopSpeaking | HoldSpeaking | ResumeSpeaking) -> None:
        if self.mouth is None:
            return
        match command:
            case StopSpeaking(turn_id):
                self.mouth.stop(turn_id)
            case HoldSpeaking():
                self.mouth.hold()
            case ResumeSpeaking():
                self.mouth.resume()

    def _answer(self, utterance: Utterance) -> None:
        begin_s = self._stopwatch()
        try:
            reply = self._dialogue.reply(utterance)
        except Os1Error as error:
            self._tell_failure(error)
            self.post(PlaybackFinished(turn_id=self._controller.turn_id))
            return
        self._watches.reply_ms = (self._stopwatch() - begin_s) * 1000
        self._watches.turn_id = self._controller.turn_id if utterance.spoken else -1
        self._give(reply, self._watches.reply_ms)
        if problem := self._dialogue.problem():
            self._tell_failure(problem)

    def _tell_failure(self, error: Os1Error) -> None:
        self._publish(
            self._stamp(
                ErrorOccurred(
                    turn_id=self._controller.turn_id,
                    component="dialogue",
                    message=error.message,
                    next_step=error.next_step,
                )
            )
        )

    def _give(self, reply: Reply, reply_ms: float = 0.0) -> None:
        turn_id = self._controller.turn_id
        given = ReplyGiven(
            turn_id=turn_id,
            time_s=self._clock.now_s(),
            text=reply.text,
            rule=reply.rule,
            stage=reply.stage,
            mood=reply.mood,
            reply_ms=reply_ms,
        )
        commands = self._controller.handle(given)
        self._publish(given)
        for command in commands:
            self._execute(command)
        if self.mouth:
            self.mouth.say(turn_id, reply.text)
        else:
            # With no voice, her words are read on the screen: all of them are "heard".
            self.post(PlaybackFinished(turn_id=turn_id, heard=reply.text))

    def _publish(self, event: Event) -> None:
        for subscriber in self._subscribers:
            subscriber(event)

    def _tell_state(self) -> None:
        if self._controller.state is not self._state:
            self._state = self._controller.state
            self._publish(
                StateChanged(
                    turn_id=self._controller.turn_id,
                    time_s=self._clock.now_s(),
                    state=State(self._state),
                )
            )

    def _tell_if_ready(self) -> None:
        microphone = self._to_be_ready
        if microphone and self._woken and self._state is State.LISTENING:
            self._to_be_ready = None
            self._publish(
                Ready(
                    turn_id=self._controller.turn_id,
                    time_s=self._clock.now_s(),
                    input_device=microphone.device,
                    recogniser=microphone.recogniser,
                )
            )

    def _time_recognition(self, event: FinalHypothesis) -> FinalHypothesis:
        watches = self._watches
        watches.endpoint_ms = (watches.decided_at_s - event.end_s) * 1000
        watches.recognise_ms = (self._stopwatch() - watches.asked_s) * 1000
        return dataclasses.replace(event, recognise_ms=watches.recognise_ms)

    def _report_metrics(self, event: PlaybackStarted) -> None:
        watches = self._watches
        if event.turn_id != watches.turn_id:
            return
        parts = (watches.endpoint_ms, watches.recognise_ms, watches.reply_ms, event.first_audio_ms)
        self._publish(
            TurnMetrics(
                turn_id=event.turn_id,
                time_s=event.time_s,
                endpoint_ms=parts[0],
                recognise_ms=parts[1],
                reply_ms=parts[2],
                first_audio_ms=parts[3],
                gap_ms=sum(parts),
            )
        )
