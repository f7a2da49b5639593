"""The live conversation: real threads, scripted devices, bounded waits."""

import threading

import pytest

from os1.core.events import (
    ErrorOccurred,
    FinalHypothesis,
    MicrophoneChanged,
    PlaybackFinished,
    ReplyGiven,
    SpeechPaused,
    State,
    StateChanged,
    Tick,
)
from os1.core.live import LiveConversation, Parts
from os1.core.turns import Duplex, TurnController
from os1.errors import DeviceMissing, ModelMissing, VoiceError
from os1.fakes.minds import EchoDialogue, LoudnessDetector, ScriptedRecogniser, ToneVoice
from os1.fakes.sound import MemorySink, ScriptedMicrophone, silence, tone

PATIENCE_S = 10.0


class Diary:
    """Keeps every event, and waits for the ones a test is about."""

    def __init__(self):
        self.events = []
        self._changed = threading.Condition()

    def note(self, event):
        if not isinstance(event, Tick):
            with self._changed:
                self.events.append(event)
                self._changed.notify_all()

    def wait_for(self, kind, count=1, where=lambda event: True):
        def found():
            return [e for e in self.events if isinstance(e, kind) and where(e)]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, PATIENCE_S), (
                f"no {count} {kind.__name__} in {self.events}"
            )
            return found()


def fails(error):
    def make(*_args):
        raise error

    return make


@pytest.fixture
def start():
    """Starts a conversation with these parts instead of the usual ones, and ends it."""
    running = []

    def _start(*, microphone=True, duplex=Duplex.HALF, **parts):
        usual = {
            "source": lambda clock: ScriptedMicrophone(
                silence(0.3) + tone(0.5), clock=clock, then="silence"
            ),
            "detector": LoudnessDetector,
            "recogniser": lambda: ScriptedRecogniser(["how many others?"]),
            "voice": lambda: ToneVoice(word_s=0.05),
            "sink": lambda: MemorySink(paced=True),
        }
        controller = TurnController(duplex=duplex)
        conversation = LiveConversation(EchoDialogue(), Parts(**(usual | parts)), controller)
        diary = Diary()
        conversation.subscribe(diary.note)
        running.append(conversation)
        conversation.start(microphone=microphone)
        return conversation, diary

    yield _start
    for conversation in running:
        assert conversation.close(), "a thread did not end"


def greeted(diary):
    return diary.wait_for(PlaybackFinished)[0]


def test_she_greets_first(start):
    _, diary = start(microphone=False)
    assert greeted(diary).heard == "Hello."
    (waking,) = diary.wait_for(StateChanged, where=lambda e: e.state is State.WAKING)
    assert diary.events[0] is waking


def test_speech_is_heard_and_answered(start):
    def source(clock):
        return ScriptedMicrophone(silence(1.5) + tone(0.5), clock=clock, then="silence")

    _, diary = start(source=source)
    (final,) = diary.wait_for(FinalHypothesis)
    assert final.text == "how many others?"
    replies = diary.wait_for(ReplyGiven, count=2)
    assert replies[1].text == "You said: how many others?"
    diary.wait_for(PlaybackFinished, count=2)


def test_what_is_said_while_she_speaks_is_not_heard(start):
    # Sound all through the greeting: half duplex must not take it for the user.
    _, diary = start(
        source=lambda clock: ScriptedMicrophone(tone(0.4), clock=clock, then="silence"),
        voice=lambda: ToneVoice(word_s=1.0),
    )
    greeted(diary)
    assert not [event for event in diary.events if isinstance(event, FinalHypothesis)]


def test_one_can_talk_over_her(start):
    _, diary = start(
        duplex=Duplex.FULL,
        source=lambda clock: ScriptedMicrophone(
            silence(1.0) + tone(0.6), clock=clock, then="silence"
        ),
        voice=lambda: ToneVoice(word_s=5.0),
    )
    (cut,) = diary.wait_for(PlaybackFinished)
    assert cut.interrupted
    assert cut.heard == ""
    (final,) = diary.wait_for(FinalHypothesis)
    assert (final.turn_id, final.text) == (1, "how many others?")
    assert diary.wait_for(ReplyGiven, count=2)[1].text == "You said: how many others?"


def test_a_backchannel_lets_her_finish(start):
    _, diary = start(
        duplex=Duplex.FULL,
        source=lambda clock: ScriptedMicrophone(
            silence(0.5) + tone(0.4), clock=clock, then="silence"
        ),
        recogniser=lambda: ScriptedRecogniser(["mm-hm"]),
        voice=lambda: ToneVoice(word_s=2.0),
    )
    diary.wait_for(SpeechPaused)
    (finished,) = diary.wait_for(PlaybackFinished)
    assert not finished.interrupted
    assert finished.heard == "Hello."
    assert not [event for event in diary.events if isinstance(event, FinalHypothesis)]


def test_typing_is_answered(start):
    conversation, diary = start(microphone=False)
    greeted(diary)
    conversation.type("Are you there?")
    conversation.type("   ")
    replies = diary.wait_for(ReplyGiven, count=2)
    assert replies[1].text == "You said: Are you there?"
    assert len(replies) == 2


def test_typing_before_she_could_greet_takes_the_place_of_the_greeting(start):
    held = threading.Event()

    def slow_voice():
        held.wait(PATIENCE_S)
        return ToneVoice(word_s=0.01)

    conversation, diary = start(microphone=False, voice=slow_voice)
    conversation.type("Quick!")
    diary.wait_for(ReplyGiven)
    held.set()
    diary.wait_for(PlaybackFinished)
    assert [event.text for event in diary.wait_for(ReplyGiven)] == ["You said: Quick!"]


def test_typing_cuts_her_short(start):
    conversation, diary = start(microphone=False, voice=lambda: ToneVoice(word_s=5.0))
    diary.wait_for(StateChanged, where=lambda e: e.state is State.SPEAKING)
    conversation.type("Enough.")
    assert greeted(diary).interrupted
    assert diary.wait_for(ReplyGiven, count=2)[1].text == "You said: Enough."
    conversation.stop_speaking()
    diary.wait_for(PlaybackFinished, count=2, where=lambda e: e.interrupted)
    diary.wait_for(StateChanged, where=lambda e: e.state is State.IDLE)


@pytest.mark.parametrize(
    ("part", "error", "component"),
    [
        ("source", DeviceMissing("No microphone.", "Plug one in."), "microphone"),
        ("recogniser", ModelMissing("No model.", "Install one."), "recogniser"),
        ("voice", VoiceError("No voice.", "Install one."), "voice"),
        ("sink", DeviceMissing("No loudspeaker.", "Plug one in."), "speaker"),
    ],
)
def test_whatever_is_missing_typing_works(start, part, error, component):
    conversation, diary = start(**{part: fails(error)})
    (told,) = diary.wait_for(ErrorOccurred)
    assert (told.component, told.message, told.next_step) == (
        component,
        error.message,
        error.next_step,
    )
    conversation.type("Can you read this?")
    answers = diary.wait_for(ReplyGiven, where=lambda e: "read this" in e.text)
    diary.wait_for(
        PlaybackFinished, where=lambda e: e.turn_id == answers[0].turn_id and "read" in e.heard
    )


def test_a_lost_microphone_is_told_and_can_be_tried_again(start):
    attempts = []

    def source(clock):
        attempts.append(clock)
        then = "lost" if len(attempts) == 1 else "silence"
        return ScriptedMicrophone(silence(0.2), clock=clock, then=then)

    conversation, diary = start(source=source)
    (error,) = diary.wait_for(ErrorOccurred)
    assert error.component == "microphone"
    diary.wait_for(MicrophoneChanged, where=lambda e: not e.on)
    conversation.set_microphone(on=True)
    diary.wait_for(MicrophoneChanged, count=2, where=lambda e: e.on)
    assert len(attempts) == 2


def test_the_microphone_can_be_closed_and_opened(start):
    conversation, diary = start()
    diary.wait_for(MicrophoneChanged, where=lambda e: e.on)
    greeted(diary)
    conversation.set_microphone(on=False)
    diary.wait_for(MicrophoneChanged, where=lambda e: not e.on)
    diary.wait_for(StateChanged, where=lambda e: e.state is State.IDLE)
    conversation.set_microphone(on=True)
    diary.wait_for(MicrophoneChanged, count=2, where=lambda e: e.on)


def test_closing_while_she_speaks_is_quick(start):
    conversation, diary = start(microphone=True, voice=lambda: ToneVoice(word_s=60.0))
    diary.wait_for(StateChanged, where=lambda e: e.state is State.SPEAKING)
    assert conversation.close(2.0)
    assert not [t for t in threading.enumerate() if t.name in ("listen", "speak", "session")]
