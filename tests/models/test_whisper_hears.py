"""The embedded recogniser on real speech (made by the embedded voice)."""

import shutil
from difflib import SequenceMatcher

import numpy as np
import pytest

from os1.core.recorded import transcribe
from os1.errors import ModelCorrupt
from os1.fakes.sound import ScriptedMicrophone, silence
from os1.speech.models.weights import whisper_folder
from os1.speech.resample import PcmResampler
from os1.speech.vad import SileroDetector
from os1.speech.voices import create_voice
from os1.speech.whisper import WhisperModel, WhisperRecogniser

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def model():
    return WhisperModel(whisper_folder())


@pytest.fixture(scope="module")
def speak():
    """Text -> 16 kHz mono 16-bit samples, said by the embedded voice."""
    voice = create_voice("hibari", seed=1)

    def _speak(text):
        resampler = PcmResampler(voice.sample_rate, 16_000)
        made = b"".join(voice.synthesise(text))
        return resampler.feed(made) + resampler.finish()

    return _speak


def words(text):
    spaced = " ".join(text.lower().replace("-", " ").split())
    return "".join(c for c in spaced if c.isalnum() or c in " '").split()


def hear(model, pcm):
    recogniser = WhisperRecogniser(model)
    recogniser.start()
    recogniser.accept(pcm)
    return recogniser


@pytest.mark.parametrize(
    "sentence",
    [
        "Do you talk to someone else while we're talking?",
        "How many others?",
        "Where are you going?",
        "I feel like I can be anything with you.",
        "Hello.",
        "Why?",
    ],
)
def test_a_spoken_sentence_comes_back_word_for_word(model, speak, sentence):
    hypothesis = hear(model, speak(sentence)).finish()
    assert words(hypothesis.text) == words(sentence)
    assert hypothesis.confidence > 0.3
    assert hypothesis.decode_ms > 0


def test_short_repeated_words_do_not_run_away(model, speak):
    hypothesis = hear(model, speak("Yes. Yes.")).finish()
    assert 1 <= len(words(hypothesis.text)) <= 3


def test_partials_grow_towards_the_sentence(model, speak):
    pcm = speak("Are you in love with anybody else? I have been thinking about it.")
    recogniser = WhisperRecogniser(model)
    recogniser.start()
    partials = []
    for place in range(0, len(pcm), 1024):
        recogniser.accept(pcm[place : place + 1024])
        if (text := recogniser.partial()) is not None:
            partials.append(text)
    assert len(partials) >= 2
    assert len(partials) < len(pcm) / 1024 / 5, "it must not decode at every chunk"
    assert words(partials[-1])[:4] == ["are", "you", "in", "love"]


def test_settling_twice_costs_once(model, speak):
    recogniser = hear(model, speak("The past is just a story we tell ourselves."))
    settled = recogniser.settle()
    assert recogniser.settle() is settled
    assert recogniser.finish() is settled
    assert recogniser.settle().text == ""


def test_silence_and_noise_say_nothing(model):
    quiet = ScriptedMicrophone(silence(4.0))
    assert list(transcribe(quiet, SileroDetector(), WhisperRecogniser(model))) == []
    rng = np.random.default_rng(7)
    hiss = (rng.normal(0, 800, 16_000 * 6)).astype("<i2").tobytes()
    noisy = ScriptedMicrophone(hiss)
    assert list(transcribe(noisy, SileroDetector(), WhisperRecogniser(model))) == []


def test_an_utterance_longer_than_the_window_loses_nothing(model, speak):
    sentences = (
        "The past is just a story we tell ourselves.",
        "I went for a walk along the river this morning, and it was colder than I had expected.",
        "My sister called, and we talked about the house where we grew up.",
        "She remembers the garden better than I do, but I remember the kitchen.",
        "In the afternoon I wrote three letters, and I sent only one of them.",
        "The other two are still lying on the table, and I do not know why.",
        "Later a friend came by with a cake, because it was his birthday.",
        "We ate it with our fingers and laughed until the neighbours knocked on the wall.",
        "Now the room is quiet again, and I am telling you about it.",
        "Perhaps that is what I was looking forward to all day long.",
    )
    pcm = b"".join(speak(sentence) for sentence in sentences)
    assert len(pcm) / 32_000 > 30
    heard = words(hear(model, pcm).finish().text)
    said = words(" ".join(sentences))
    same = sum(
        block.size for block in SequenceMatcher(None, said, heard, False).get_matching_blocks()
    )
    assert same >= 0.9 * len(said), heard
    assert len(heard) <= 1.1 * len(said), heard


def test_first_words_after_silence_are_kept(model, speak):
    pcm = silence(2.0) + speak("How many others?") + silence(1.0)
    (utterance,) = transcribe(ScriptedMicrophone(pcm), SileroDetector(), WhisperRecogniser(model))
    assert words(utterance.text) == ["how", "many", "others"]


def test_damaged_weights_are_told_apart_from_missing_ones(tmp_path):
    folder = tmp_path / "weights"
    folder.mkdir()
    for file in whisper_folder().iterdir():
        if file.name != "model.bin":
            shutil.copy(file, folder)
    (folder / "model.bin").write_bytes(b"not a model" * 100)
    with pytest.raises(ModelCorrupt, match="cannot be loaded"):
        WhisperModel(folder)
