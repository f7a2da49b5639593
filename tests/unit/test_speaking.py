"""The mouth: sentences, stopping, and what was heard of her."""

import threading

import pytest

from os1.core.events import ErrorOccurred, PlaybackFinished, PlaybackStarted, SentenceStarted
from os1.core.speaking import Speaker
from os1.errors import DeviceMissing, VoiceError
from os1.fakes.minds import ToneVoice
from os1.fakes.sound import MemorySink


@pytest.fixture
def events():
    return []


def test_a_reply_is_said_sentence_by_sentence(events):
    sink = MemorySink()
    Speaker(ToneVoice(), sink, events.append).say(4, "Me too. Now we know how.")
    assert [type(event) for event in events] == [
        PlaybackStarted,
        SentenceStarted,
        SentenceStarted,
        PlaybackFinished,
    ]
    assert {event.turn_id for event in events} == {4}
    finished = events[-1]
    assert not finished.interrupted
    assert finished.heard == "Me too. Now we know how."
    assert finished.played_ms == pytest.approx(6 * 200, abs=1)
    assert len(sink.takes[0]) == 6 * 6_400


class StoppingSink(MemorySink):
    """Is told to stop after so many blocks."""

    def __init__(self, after):
        super().__init__()
        self.after = after
        self.speaker = None

    def write(self, pcm):
        super().write(pcm)
        self.after -= 1
        if self.after == 0:
            self.speaker.stop(1)


def test_only_the_words_that_were_heard_count(events):
    sink = StoppingSink(after=5)
    voice = ToneVoice()
    sink.speaker = Speaker(voice, sink, events.append)
    sink.speaker.say(1, "One two three. Four five six. Seven eight nine.")
    finished = events[-1]
    assert finished.interrupted
    assert finished.heard == "One two three. Four"
    assert "Seven eight nine." not in voice.said


def test_a_turn_that_was_stopped_before_it_began_is_not_said(events):
    sink = MemorySink()
    speaker = Speaker(ToneVoice(), sink, events.append)
    speaker.stop(2)
    speaker.say(2, "Too late.")
    assert sink.takes == []
    assert events[-1].interrupted
    assert events[-1].heard == ""
    speaker.say(3, "But this.")
    assert events[-1].heard == "But this."


class SlowVoice(ToneVoice):
    """Gives empty blocks while it works, as one in another process does."""

    def synthesise(self, sentence, speed=1.0):
        yield b""
        yield b""
        yield from super().synthesise(sentence, speed)


def test_a_voice_that_is_still_at_work_has_not_begun(events):
    sink = MemorySink()
    Speaker(SlowVoice(), sink, events.append).say(1, "Me too. Now we know how.")
    kinds = [type(event) for event in events]
    assert kinds.count(PlaybackStarted) == 1
    assert [e.text for e in events if isinstance(e, SentenceStarted)] == [
        "Me too.",
        "Now we know how.",
    ]
    assert len(sink.takes[0]) == 6 * 6_400


class BrokenVoice(ToneVoice):
    def synthesise(self, sentence, speed=1.0):
        raise VoiceError("The voice is hoarse.", "Give it tea.")


class NoSink(MemorySink):
    def begin(self, sample_rate):
        raise DeviceMissing("There is no loudspeaker.", "Plug one in.")


@pytest.mark.parametrize(
    ("voice", "sink", "component"),
    [(BrokenVoice(), MemorySink(), "voice"), (ToneVoice(), NoSink(), "speaker")],
)
def test_what_fails_is_told_once_and_her_words_still_count(events, voice, sink, component):
    speaker = Speaker(voice, sink, events.append)
    speaker.say(1, "Hello.")
    speaker.say(2, "Hello again.")
    errors = [event for event in events if isinstance(event, ErrorOccurred)]
    assert [error.component for error in errors] == [component]
    assert errors[0].next_step
    assert [e.heard for e in events if isinstance(e, PlaybackFinished)] == [
        "Hello.",
        "Hello again.",
    ]


def test_text_without_words_makes_no_sound(events):
    sink = MemorySink()
    Speaker(ToneVoice(), sink, events.append).say(1, "   ")
    assert sink.takes == []
    assert isinstance(events[-1], PlaybackFinished)


def test_stopping_from_another_thread_is_prompt(events):
    sink = MemorySink(paced=True)
    speaker = Speaker(ToneVoice(word_s=0.5), sink, events.append)
    begun = threading.Event()

    def note(event):
        events.append(event)
        begun.set()

    speaker._post = note
    thread = threading.Thread(target=speaker.say, args=(1, "one two three four five six"))
    thread.start()
    assert begun.wait(5)
    speaker.stop(1)
    thread.join(2)
    assert not thread.is_alive()
    assert events[-1].interrupted
    assert events[-1].played_ms < 2_000
