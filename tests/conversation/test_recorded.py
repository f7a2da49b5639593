"""Whole conversations on the mock backend: what happens, in which order."""

import pytest

from os1.core.events import (
    FinalHypothesis,
    PartialHypothesis,
    ReplyGiven,
    SpeechPaused,
    SpeechResumed,
    StateChanged,
    Tick,
    TurnMetrics,
)
from os1.core.recorded import RecordedConversation, transcribe
from os1.errors import DeviceLost
from os1.fakes.minds import EchoDialogue, LoudnessDetector, ScriptedRecogniser, ToneVoice
from os1.fakes.sound import MemorySink, ScriptedMicrophone, silence, tone


def converse(pcm, sentences, then="end"):
    events = []
    sink = MemorySink()
    conversation = RecordedConversation(
        EchoDialogue(),
        source=ScriptedMicrophone(pcm, then=then),
        detector=LoudnessDetector(),
        recogniser=ScriptedRecogniser(sentences),
        voice=ToneVoice(),
        sink=sink,
    )
    conversation.subscribe(events.append)
    conversation.run()
    return [event for event in events if not isinstance(event, Tick)], sink


def names(events):
    return [event.name for event in events if not isinstance(event, PartialHypothesis)]


ONE_TURN = [
    "speech_started",
    "state_changed",
    "speech_paused",
    "state_changed",
    "final_hypothesis",
    "reply",
    "playback_started",
    "turn_metrics",
    "state_changed",
    "sentence_started",
    "playback_finished",
    "state_changed",
]


def test_one_turn_from_the_first_word_to_the_last():
    events, sink = converse(silence(0.5) + tone(1.0) + silence(1.0), ["where are you going?"])
    assert names(events) == ["microphone_changed", "state_changed", *ONE_TURN]
    states = [event.state for event in events if isinstance(event, StateChanged)]
    assert states == ["listening", "hearing", "thinking", "speaking", "listening"]
    reply = next(event for event in events if isinstance(event, ReplyGiven))
    assert reply.text == "You said: where are you going?"
    assert len(sink.takes) == 1


def test_several_turns_in_one_recording():
    pcm = (silence(0.5) + tone(0.8) + silence(1.0)) * 3
    events, sink = converse(pcm, ["one.", "two.", "three."])
    assert names(events) == ["microphone_changed", "state_changed", *(3 * ONE_TURN)]
    finals = [event for event in events if isinstance(event, FinalHypothesis)]
    assert [(event.turn_id, event.text) for event in finals] == [
        (1, "one."),
        (2, "two."),
        (3, "three."),
    ]
    assert len(sink.takes) == 3


def test_a_turn_with_a_pause_in_it_is_one_turn():
    pcm = silence(0.5) + tone(0.8) + silence(0.35) + tone(0.8) + silence(1.0)
    events, _ = converse(pcm, ["I was thinking of you."])
    assert len([event for event in events if isinstance(event, FinalHypothesis)]) == 1
    assert len([event for event in events if isinstance(event, SpeechPaused)]) == 2
    assert len([event for event in events if isinstance(event, SpeechResumed)]) == 1


def test_a_trailing_and_waits_for_the_rest():
    pcm = silence(0.5) + tone(0.8) + silence(1.0) + tone(0.8) + silence(2.0)
    events, _ = converse(pcm, ["I was there and"])
    assert len([event for event in events if isinstance(event, FinalHypothesis)]) == 1


def test_a_recording_that_ends_with_the_last_word_is_answered_too():
    events, _ = converse(silence(0.5) + tone(0.8), ["hello."])
    assert len([event for event in events if isinstance(event, ReplyGiven)]) == 1


def test_the_gap_is_the_sum_of_its_parts():
    events, _ = converse(silence(0.5) + tone(0.8) + silence(1.0), ["hello."])
    (metrics,) = [event for event in events if isinstance(event, TurnMetrics)]
    parts = metrics.endpoint_ms + metrics.recognise_ms + metrics.reply_ms + metrics.first_audio_ms
    assert metrics.gap_ms == pytest.approx(parts)
    assert 450 <= metrics.endpoint_ms <= 450 + 2 * 32


def test_silence_and_unintelligible_sound_are_not_answered():
    events, sink = converse(silence(3.0), [])
    assert names(events) == ["microphone_changed", "state_changed"]
    events, sink = converse(silence(0.5) + tone(0.8) + silence(2.0), [""])
    assert "reply" not in names(events)
    assert sink.takes == []


def test_a_source_that_breaks_says_so():
    with pytest.raises(DeviceLost):
        converse(tone(1.0), ["hello"], then="lost")


def test_transcribing_finds_each_utterance_and_where_it_is():
    pcm = silence(0.5) + tone(0.8) + silence(1.5) + tone(0.6)
    utterances = list(
        transcribe(ScriptedMicrophone(pcm), LoudnessDetector(), ScriptedRecogniser(["one", "two"]))
    )
    assert [(u.turn_id, u.text) for u in utterances] == [(1, "one"), (2, "two")]
    assert utterances[0].start_s == pytest.approx(0.5, abs=0.1)
    assert utterances[1].end_s == pytest.approx(3.4, abs=0.1)


def test_progress_is_reported_to_the_end():
    positions = []
    pcm = silence(1.0)
    list(
        transcribe(
            ScriptedMicrophone(pcm), LoudnessDetector(), ScriptedRecogniser([]), positions.append
        )
    )
    assert positions == sorted(positions)
    assert positions[-1] == pytest.approx(1.0, abs=0.04)
