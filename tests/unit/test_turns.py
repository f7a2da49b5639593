"""The turn controller, in no time at all."""

import pytest

from os1.core.commands import (
    Answer,
    BeDeafUntil,
    DropUtterance,
    EndUtterance,
    HoldSpeaking,
    ResumeSpeaking,
    StopSpeaking,
)
from os1.core.events import (
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
from os1.core.turns import FOREVER_S, Duplex, TurnController, TurnTiming


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


@pytest.fixture
def speaking():
    """A controller in full duplex; she is answering the first turn."""
    controller = TurnController(duplex=Duplex.FULL)
    controller.handle(MicrophoneChanged(on=True))
    controller.handle(UserTyped(text="Where are you going?"))
    assert controller.handle(ReplyGiven(turn_id=1, text="It's hard to explain.")) == []
    controller.handle(PlaybackStarted(turn_id=1))
    return controller


def go_on_speaking(turns, from_s=2.1, until_s=2.6):
    """The user is heard from the moment she paused."""
    for place in range(int((until_s - from_s) / 0.032)):
        turns.handle(Tick(time_s=from_s + place * 0.032, speech=True))


def test_speech_over_her_makes_her_pause_at_once(speaking):
    assert speaking.handle(SpeechStarted(time_s=2.0)) == [HoldSpeaking()]
    assert speaking.state is State.SPEAKING
    assert speaking.turn_id == 1


def test_words_over_her_take_the_turn(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    go_on_speaking(speaking)
    assert speaking.handle(PartialHypothesis(text="how")) == []
    assert speaking.handle(PartialHypothesis(text="how many")) == [StopSpeaking(1)]
    assert (speaking.state, speaking.turn_id) == (State.HEARING, 2)
    speaking.handle(PlaybackFinished(turn_id=1, interrupted=True))
    assert speaking.state is State.HEARING
    speaking.handle(SpeechPaused(time_s=3.2, last_speech_s=3.0, text="how many others?"))
    assert first_end_s(speaking) == pytest.approx(3.0 + TurnTiming().finished_s, abs=0.002)


def test_a_single_settled_word_takes_the_turn_and_ends_it(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    go_on_speaking(speaking, until_s=2.5)
    paused = SpeechPaused(time_s=2.5, last_speech_s=2.3, text="Why?")
    assert speaking.handle(paused) == [StopSpeaking(1)]
    assert first_end_s(speaking) == pytest.approx(2.3 + TurnTiming().finished_s, abs=0.002)


def test_after_a_backchannel_she_goes_on(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    speaking.handle(PartialHypothesis(text="Mm-hm."))
    paused = SpeechPaused(time_s=2.5, last_speech_s=2.3, text="Mm-hm.")
    assert speaking.handle(paused) == [DropUtterance(), ResumeSpeaking()]
    assert (speaking.state, speaking.turn_id) == (State.SPEAKING, 1)
    speaking.handle(PlaybackFinished(turn_id=1))
    assert speaking.state is State.LISTENING


def test_a_sound_that_ends_as_she_pauses_was_her_own(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    go_on_speaking(speaking, until_s=2.25)
    paused = SpeechPaused(time_s=2.5, last_speech_s=2.25, text="We need")
    assert speaking.handle(paused) == [DropUtterance(), ResumeSpeaking()]


def test_stop_needs_no_second_look(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    assert speaking.handle(PartialHypothesis(text="Stop.")) == [StopSpeaking(1)]


def test_noise_over_her_does_not_hold_her_for_ever(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    assert speaking.handle(Tick(time_s=2.1)) == []
    assert speaking.handle(Tick(time_s=3.5)) == []
    assert speaking.handle(Tick(time_s=3.7)) == [DropUtterance(), ResumeSpeaking()]


def test_who_speaks_as_she_ends_has_the_floor(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    assert speaking.handle(PlaybackFinished(turn_id=1)) == []
    assert (speaking.state, speaking.turn_id) == (State.HEARING, 2)


def test_in_full_duplex_her_ears_stay_open(speaking):
    assert speaking.handle(PlaybackFinished(turn_id=1, time_s=5.0, played_ms=900)) == []


def test_closing_the_microphone_lets_her_go_on(speaking):
    speaking.handle(SpeechStarted(time_s=2.0))
    assert speaking.handle(MicrophoneChanged(on=False)) == [DropUtterance(), ResumeSpeaking()]


def test_speech_while_she_thinks_is_noticed_again_when_she_speaks():
    controller = TurnController(duplex=Duplex.FULL)
    controller.handle(MicrophoneChanged(on=True))
    controller.handle(UserTyped(text="Where are you going?"))
    assert controller.handle(SpeechStarted(time_s=2.0)) == [DropUtterance()]
