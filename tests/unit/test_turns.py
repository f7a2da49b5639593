"""The turn controller, in no time at all."""

import pytest

from os1.core.events import (
    FinalHypothesis,
    MicrophoneChanged,
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
from os1.core.turns import (
    FOREVER_S,
    Answer,
    BeDeafUntil,
    DropUtterance,
    EndUtterance,
    StopSpeaking,
    TurnController,
    TurnTiming,
)


@pytest.fixture
def turns():
    controller = TurnController()
    controller.handle(MicrophoneChanged(on=True))
    return controller


def pause(turns, text, at_s=2.0):
    turns.handle(SpeechStarted(time_s=1.0))
    return turns.handle(SpeechPaused(time_s=at_s + 0.2, last_speech_s=at_s, text=text))


def first_end_s(turns, until_s=10.0):
    """When the controller ends the turn, to the millisecond."""
    for millisecond in range(int(until_s * 1000)):
        if EndUtterance() in turns.handle(Tick(time_s=millisecond / 1000)):
            return millisecond / 1000
    return None


def test_a_finished_sentence_ends_soon(turns):
    pause(turns, "how many others?")
    assert first_end_s(turns) == pytest.approx(2.0 + TurnTiming().finished_s, abs=0.002)
    assert turns.state is State.THINKING


@pytest.mark.parametrize(
    "text", ["I went there and", "remind me to", "well, um", "I think...", "yes,"]
)
def test_words_that_trail_off_get_more_time(turns, text):
    pause(turns, text)
    assert first_end_s(turns) == pytest.approx(2.0 + TurnTiming().trailing_s, abs=0.002)


def test_a_question_may_end_in_a_small_word(turns):
    pause(turns, "Where are you from?")
    assert first_end_s(turns) == pytest.approx(2.0 + TurnTiming().finished_s, abs=0.002)


def test_a_pause_does_not_end_the_turn_when_speech_goes_on(turns):
    pause(turns, "I was")
    turns.handle(SpeechResumed(time_s=2.3))
    assert first_end_s(turns) is None
    turns.handle(SpeechPaused(time_s=4.2, last_speech_s=4.0, text="I was thinking."))
    assert first_end_s(turns) == pytest.approx(4.45, abs=0.002)


def test_what_was_said_goes_to_the_dialogue(turns):
    pause(turns, "hello")
    first_end_s(turns)
    commands = turns.handle(FinalHypothesis(text="Hello.", alternatives=("Hallow.",)))
    assert commands == [Answer(Utterance("Hello.", ("Hallow.",), spoken=True))]


def test_sound_without_words_is_no_turn_of_hers(turns):
    pause(turns, "")
    first_end_s(turns)
    assert turns.handle(FinalHypothesis(text=" ")) == []
    assert turns.state is State.LISTENING


def test_she_does_not_listen_while_she_speaks_and_a_little_after(turns):
    pause(turns, "hello")
    first_end_s(turns)
    turns.handle(FinalHypothesis(text="hello"))
    assert turns.handle(ReplyGiven(turn_id=1, text="Hi.")) == [BeDeafUntil(FOREVER_S)]
    turns.handle(PlaybackStarted(turn_id=1))
    assert turns.state is State.SPEAKING
    assert turns.handle(PlaybackFinished(turn_id=1, time_s=5.0, played_ms=900)) == [
        BeDeafUntil(5.0 + TurnTiming().echo_tail_s)
    ]
    assert turns.state is State.LISTENING


def test_speech_that_was_heard_too_late_to_be_shut_out_takes_no_turn(turns):
    pause(turns, "hello")
    first_end_s(turns)
    turns.handle(FinalHypothesis(text="hello"))
    turns.handle(SpeechStarted(time_s=3.0))
    assert turns.turn_id == 1
    assert turns.state is State.THINKING


def test_typing_takes_the_turn_from_her_and_from_the_voice(turns):
    pause(turns, "hello")
    commands = turns.handle(UserTyped(text="Stop that."))
    assert commands == [StopSpeaking(1), DropUtterance(), Answer(Utterance("Stop that."))]
    assert turns.turn_id == 2


def test_a_spoken_turn_that_was_overtaken_by_typing_is_not_answered(turns):
    pause(turns, "hello")
    first_end_s(turns)
    turns.handle(UserTyped(text="Never mind."))
    assert turns.handle(FinalHypothesis(text="hello")) == []


def test_late_events_of_an_old_turn_change_nothing(turns):
    turns.handle(UserTyped(text="one"))
    turns.handle(PlaybackStarted(turn_id=1))
    turns.handle(UserTyped(text="two"))
    assert turns.handle(PlaybackFinished(turn_id=1, time_s=9.0)) == []
    assert turns.handle(PlaybackStarted(turn_id=1)) == []
    assert turns.state is State.THINKING


def test_stop_stops_her_only_when_she_has_the_turn(turns):
    assert turns.handle(StopRequested()) == []
    turns.handle(UserTyped(text="one"))
    turns.handle(PlaybackStarted(turn_id=1))
    assert turns.handle(StopRequested()) == [StopSpeaking(1)]


def test_closing_the_microphone_forgets_what_was_being_said(turns):
    turns.handle(SpeechStarted(time_s=1.0))
    assert turns.handle(MicrophoneChanged(on=False)) == [DropUtterance()]
    assert turns.state is State.IDLE


def test_a_microphone_that_opens_while_she_speaks_is_deaf_at_first():
    turns = TurnController()
    turns.handle(UserTyped(text="hello"))
    turns.handle(PlaybackStarted(turn_id=1))
    assert turns.handle(MicrophoneChanged(on=True)) == [BeDeafUntil(FOREVER_S)]
    turns.handle(PlaybackFinished(turn_id=1))
    assert turns.state is State.LISTENING
