"""What the window shows, as one frozen value, and how each event changes it.

    event -> advance(view, event) -> new view -> widgets render it

No Qt here, no time and no threads: every rule about what a person sees can be
read, and tested, in this file. Widgets hold no state of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from os1.core.events import (
    ErrorOccurred,
    Event,
    FinalHypothesis,
    MicrophoneChanged,
    PartialHypothesis,
    PlaybackFinished,
    PlaybackStarted,
    Ready,
    ReplyGiven,
    SentenceStarted,
    State,
    StateChanged,
    TurnMetrics,
    UserTyped,
    Woken,
)

LABELS = {
    State.WAKING: "Waking up",
    State.IDLE: "",
    State.LISTENING: "Listening",
    State.HEARING: "Listening",
    State.THINKING: "Thinking",
    State.SPEAKING: "Speaking",
}

HEARING_PARTS = frozenset({"microphone", "recogniser", "listening"})
SPEAKING_PARTS = frozenset({"voice", "speaker", "speech"})

CUT_SHORT = " —"
"""Set after her words when she was interrupted."""


class Microphone(StrEnum):
    """What the microphone button shows."""

    OFF = "off"
    ON = "on"
    HEARING = "hearing"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that failed, for the notice above the field.

    component: what failed: microphone, recogniser, voice, speaker, dialogue ...
    """

    component: str
    message: str
    next_step: str = ""

    @property
    def can_retry(self) -> bool:
        """Whether opening the microphone again could help.

        Not for her voice: that is tried again with every answer, and a microphone must
        never open because a loudspeaker is missing.
        """
        return self.component in HEARING_PARTS


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that is on the window.

    turn_id: the newest turn seen; events of older ones come too late.
    user_text, user_firm: what the user said or typed, and whether it is settled;
        user_turn: in which turn.
    reply: her whole answer; reply_turn: the turn it answers.
    reply_chars: how much of it is shown, in characters.
    speaks: False once her voice has failed; then answers are shown at once.
    problems: what failed and was not dismissed, the oldest first.
    """

    state: State = State.WAKING
    turn_id: int = 0
    user_text: str = ""
    user_firm: bool = False
    user_turn: int = -1
    reply: str = ""
    reply_turn: int = 0
    reply_chars: int = 0
    mood: str = "neutral"
    speaks: bool = True
    microphone: Microphone = Microphone.OFF
    problems: tuple[Problem, ...] = ()
    metrics: TurnMetrics | None = None

    @property
    def label(self) -> str:
        """One or two words on what she is doing; empty when there is nothing to say."""
        return LABELS[self.state]

    @property
    def her_words(self) -> str:
        """What is to be seen of her answer."""
        return self.reply[: self.reply_chars]

    @property
    def reply_waits(self) -> bool:
        """Part of her answer is not shown yet."""
        return self.reply_chars < len(self.reply)

    @property
    def problem(self) -> Problem | None:
        """The one to show."""
        return self.problems[0] if self.problems else None


def opening(*, microphone: bool) -> ViewState:
    """The window before anything has happened."""
    return ViewState(microphone=Microphone.ON if microphone else Microphone.OFF)


def advance(view: ViewState, event: Event) -> ViewState:
    """The view after this event; the same one if it changes nothing, or is late."""
    if isinstance(event, _OF_A_TURN) and event.turn_id < view.turn_id:
        return view
    view = replace(view, turn_id=max(view.turn_id, event.turn_id))
    change = _CHANGES.get(type(event))
    return change(view, event) if change else view


def microphone_asked(view: ViewState, *, on: bool) -> ViewState:
    """The user wants the microphone open or closed: show it at once."""
    view = _without(view, HEARING_PARTS) if on else view
    return replace(view, microphone=Microphone.ON if on else Microphone.OFF)


def dismissed(view: ViewState) -> ViewState:
    """The user has read the problem on top."""
    return replace(view, problems=view.problems[1:])


def revealed(view: ViewState) -> ViewState:
    """Show all of her answer, spoken or not."""
    return replace(view, reply_chars=len(view.reply))


def tail(text: str, limit: int) -> str:
    """The end of a long text, cut between words and marked with an ellipsis.

    limit: how many characters to keep at most, without the ellipsis.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = text[-limit:]
    if text[-limit - 1] != " ":  # the cut went through a word
        kept = kept.partition(" ")[2] or kept
    return "… " + kept.lstrip()


_OF_A_TURN = (
    PartialHypothesis,
    FinalHypothesis,
    UserTyped,
    ReplyGiven,
    SentenceStarted,
    PlaybackStarted,
    TurnMetrics,
)


def _state_changed(view: ViewState, event: StateChanged) -> ViewState:
    state = event.state
    view = replace(view, state=state)
    if state in (State.IDLE, State.LISTENING):
        view = revealed(view)  # nobody is going to say the rest
    if state is State.LISTENING:
        return replace(_without(view, HEARING_PARTS), microphone=Microphone.ON)
    if state is State.HEARING:
        return replace(view, microphone=Microphone.HEARING)
    if view.microphone is Microphone.HEARING:
        return replace(view, microphone=Microphone.ON)
    return view


def _woken(view: ViewState, _event: Woken) -> ViewState:
    return replace(view, state=State.IDLE) if view.state is State.WAKING else view


def _user_spoke(view: ViewState, event: PartialHypothesis | FinalHypothesis) -> ViewState:
    if view.user_firm and event.turn_id == view.user_turn:
        return view  # a line was typed meanwhile, and has taken the turn
    firm = isinstance(event, FinalHypothesis)
    if event.text.strip():
        return _user_said(view, event, firm=firm)
    # Nothing was understood after all.
    return replace(view, user_text="") if firm and not view.user_firm else view


def _user_said(
    view: ViewState, event: PartialHypothesis | FinalHypothesis | UserTyped, *, firm: bool = True
) -> ViewState:
    """The user's words; her last answer makes way for them."""
    return replace(
        view,
        user_text=event.text.strip(),
        user_firm=firm,
        user_turn=event.turn_id,
        reply="",
        reply_chars=0,
        mood="neutral",
    )


def _replied(view: ViewState, event: ReplyGiven) -> ViewState:
    # A greeting answers nobody, so older words of the user do not belong to it.
    greets = not event.turn_id
    return replace(
        view,
        user_text="" if greets else view.user_text,
        user_firm=view.user_firm or not greets,
        reply=event.text,
        reply_turn=event.turn_id,
        reply_chars=0 if view.speaks else len(event.text),
        mood=event.mood,
    )


def _sentence_started(view: ViewState, event: SentenceStarted) -> ViewState:
    """Show her words up to the end of the sentence that she begins to say."""
    sentence = event.text.strip()
    at = view.reply.find(sentence, view.reply_chars)
    end = at + len(sentence) if at >= 0 else len(view.reply)
    return replace(view, reply_chars=max(view.reply_chars, end))


def _playback_started(view: ViewState, _event: PlaybackStarted) -> ViewState:
    return replace(_without(view, SPEAKING_PARTS), speaks=True)


def _playback_finished(view: ViewState, event: PlaybackFinished) -> ViewState:
    if event.turn_id != view.reply_turn:
        return view
    if not event.interrupted:
        return revealed(view)
    heard = event.heard.strip()
    kept = heard + CUT_SHORT if heard else ""
    return replace(view, reply=kept, reply_chars=len(kept))


def _microphone_changed(view: ViewState, event: MicrophoneChanged) -> ViewState:
    if event.on:
        return replace(_without(view, HEARING_PARTS), microphone=Microphone.ON)
    if view.microphone is Microphone.UNAVAILABLE:
        return view  # it closed because it failed
    return replace(view, microphone=Microphone.OFF)


def _failed(view: ViewState, event: ErrorOccurred) -> ViewState:
    problem = Problem(event.component, event.message, event.next_step)
    others = tuple(p for p in view.problems if p.component != problem.component)
    view = replace(view, problems=(*others, problem))
    if problem.component in HEARING_PARTS:
        return replace(view, microphone=Microphone.UNAVAILABLE)
    if problem.component in SPEAKING_PARTS:
        return replace(revealed(view), speaks=False)
    return view


def _ready(view: ViewState, _event: Ready) -> ViewState:
    return _without(view, HEARING_PARTS)


def _measured(view: ViewState, event: TurnMetrics) -> ViewState:
    return replace(view, metrics=event)


def _without(view: ViewState, components: frozenset[str]) -> ViewState:
    """The view without the problems of these parts."""
    return replace(view, problems=tuple(p for p in view.problems if p.component not in components))


_CHANGES: dict[type[Event], Callable[..., ViewState]] = {
    StateChanged: _state_changed,
    Woken: _woken,
    Ready: _ready,
    MicrophoneChanged: _microphone_changed,
    PartialHypothesis: _user_spoke,
    FinalHypothesis: _user_spoke,
    UserTyped: _user_said,
    ReplyGiven: _replied,
    PlaybackStarted: _playback_started,
    SentenceStarted: _sentence_started,
    PlaybackFinished: _playback_finished,
    TurnMetrics: _measured,
    ErrorOccurred: _failed,
}
