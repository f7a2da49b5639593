"""The ears, on scripted sound."""

import pytest

from os1.core.audio import CHUNK_S, AudioChunk
from os1.core.events import (
    FinalHypothesis,
    PartialHypothesis,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    Tick,
)
from os1.core.listening import GateTiming, Listener
from os1.core.ports import EndOfAudio
from os1.fakes.minds import LoudnessDetector, ScriptedRecogniser
from os1.fakes.sound import ScriptedMicrophone, silence, tone


class CountingRecogniser(ScriptedRecogniser):
    """Also keeps what it was given."""

    def __init__(self, sentences):
        super().__init__(sentences)
        self.heard = b""
        self.settles = 0

    def accept(self, pcm):
        super().accept(pcm)
        self.heard += pcm

    def settle(self):
        self.settles += 1
        return super().settle()


def listen(pcm, sentences=("how many others",), **kwargs):
    events = []
    recogniser = CountingRecogniser(sentences)
    listener = Listener(LoudnessDetector(), recogniser, events.append, **kwargs)
    microphone = ScriptedMicrophone(pcm)
    microphone.open()
    with pytest.raises(EndOfAudio):
        while True:
            listener.process(microphone.read(0.0))
    return listener, recogniser, [event for event in events if not isinstance(event, Tick)]


def kinds(events):
    return [type(event) for event in events if not isinstance(event, PartialHypothesis)]


def test_silence_is_nothing():
    _, _, events = listen(silence(3.0))
    assert events == []


def test_a_click_is_nothing():
    _, _, events = listen(silence(0.5) + tone(0.03) + silence(1.0))
    assert events == []


def test_speech_starts_and_pauses():
    _, _, events = listen(silence(1.0) + tone(1.0) + silence(0.5))
    assert kinds(events) == [SpeechStarted, SpeechPaused]
    pause = events[-1]
    assert pause.last_speech_s == pytest.approx(2.0, abs=CHUNK_S)
    assert pause.time_s == pytest.approx(2.0 + GateTiming().pause_s, abs=2 * CHUNK_S)
    assert pause.text == "how many others"


def test_the_first_word_is_not_clipped():
    _, recogniser, events = listen(silence(1.0) + tone(0.5) + silence(0.5))
    start = next(event for event in events if isinstance(event, SpeechStarted))
    assert start.time_s <= 1.0 - 0.3
    # All of the word, with silence before it, was given to the recogniser.
    spoken = recogniser.heard.lstrip(b"\0").rstrip(b"\0")
    assert len(spoken) >= 0.48 * 32_000
    assert len(recogniser.heard) - len(recogniser.heard.lstrip(b"\0")) >= 0.3 * 32_000


def test_words_show_while_they_are_spoken():
    sentence = "do you talk to someone else while we are talking"
    _, _, events = listen(silence(0.5) + tone(2.0) + silence(0.5), [sentence])
    texts = [event.text for event in events if isinstance(event, PartialHypothesis)]
    assert sentence.startswith(texts[0])
    assert texts[0] != sentence
    assert texts[-1] == sentence
    assert len(set(texts)) == len(texts)


def test_speech_goes_on_after_a_pause():
    _, recogniser, events = listen(silence(0.5) + tone(0.6) + silence(0.4) + tone(0.6))
    assert kinds(events) == [SpeechStarted, SpeechPaused, SpeechResumed]
    # The silence in between was heard too, so that the recogniser keeps its bearings.
    assert len(recogniser.heard) >= (0.6 + 0.4 + 0.5) * 32_000


def test_ending_after_a_pause_costs_no_second_look():
    listener, recogniser, _ = listen(silence(0.5) + tone(0.6) + silence(0.6))
    collected = []
    listener._post = collected.append
    listener.end_utterance()
    (final,) = collected
    assert isinstance(final, FinalHypothesis)
    assert final.text == "how many others"
    assert final.start_s == pytest.approx(0.5, abs=2 * CHUNK_S)
    assert final.end_s == pytest.approx(1.1, abs=2 * CHUNK_S)
    held = 0.6 - GateTiming().tail_s
    assert len(recogniser.heard) < (0.5 + 0.6 + 0.6 - held + 3 * CHUNK_S) * 32_000


def test_ending_when_nothing_was_said_says_nothing():
    listener, _, _ = listen(silence(1.0))
    collected = []
    listener._post = collected.append
    listener.end_utterance()
    assert collected == []


def test_deaf_ears_hear_nothing_and_then_hear_again():
    events = []
    listener = Listener(LoudnessDetector(), ScriptedRecogniser(["hi"]), events.append)
    listener.be_deaf_until(1.0)
    microphone = ScriptedMicrophone(tone(0.9) + silence(0.5) + tone(0.5) + silence(0.5))
    microphone.open()
    with pytest.raises(EndOfAudio):
        while True:
            listener.process(microphone.read(0.0))
    starts = [event.time_s for event in events if isinstance(event, SpeechStarted)]
    assert len(starts) == 1
    assert starts[0] >= 1.0 - CHUNK_S


def test_without_partials_nothing_is_looked_at_early():
    _, _, events = listen(silence(0.5) + tone(1.0) + silence(0.1), partials=False)
    assert kinds(events) == [SpeechStarted]
    assert not [event for event in events if isinstance(event, PartialHypothesis)]


def test_what_is_left_of_her_own_voice_starts_nothing():
    events = []
    listener = Listener(LoudnessDetector(), ScriptedRecogniser(["hi"]), events.append)
    for place in range(40):
        listener.process(AudioChunk(tone(CHUNK_S), place * CHUNK_S, residue=True))
    assert not [event for event in events if isinstance(event, SpeechStarted)]
    for place in range(40, 45):
        listener.process(AudioChunk(tone(CHUNK_S), place * CHUNK_S))
    assert [event for event in events if isinstance(event, SpeechStarted)]
