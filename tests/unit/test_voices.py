"""Voices are found by name, without the network; a system voice can stall and be killed."""

import hashlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from os1.errors import ModelCorrupt, ModelMissing, VoiceError
from os1.speech import hibari_voice, voices
from os1.speech.silence import trim
from os1.speech.system_voice import SystemVoice, speaking_limit_s

LIST = [
    {"id": "gmw/en", "name": "English", "language": "en-gb", "gender": "male"},
    {"id": "sit/ko", "name": "Korean", "language": "ko", "gender": ""},
]

WORKER = f"""
import json, struct, sys, time
def answer(**facts):
    print(json.dumps(facts), flush=True)
answer(ready="fake", rate=100)
for line in sys.stdin:
    asked = json.loads(line)
    if asked["do"] == "voices":
        answer(voices={LIST!r})
        continue
    text = asked["text"]
    if "stall" in text:
        time.sleep(1000)
    if "crash" in text:
        sys.exit(3)
    if "refuse" in text:
        answer(error="cannot say that.")
        continue
    frames = round(4410 / asked["speed"])
    sound = (b"\\0\\x20" * 10 + b"\\0\\xe0" * 10) * (frames // 20)
    with open(asked["path"], "wb") as file:
        if "garbage" not in text:
            file.write(struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(sound), b"WAVE",
                       b"fmt ", 16, 1, 1, 44100, 88200, 2, 16, b"data", len(sound)))
            file.write(sound)
    answer(path=asked["path"])
"""


@pytest.fixture
def voice() -> Iterator[SystemVoice]:
    voice = SystemVoice("gmw/en", command=[sys.executable, "-c", WORKER])
    yield voice
    voice.close()


def test_a_system_voice_gives_sound_at_its_rate_in_small_blocks(voice: SystemVoice) -> None:
    blocks = [block for block in voice.synthesise("Hello.") if block]
    # A tenth of a second at 44.1 kHz, brought to 22.05 kHz, and the pause after a sentence.
    assert sum(map(len, blocks)) / 2 / voice.sample_rate == pytest.approx(0.1 + 0.25, abs=0.01)
    assert max(map(len, blocks)) / 2 / voice.sample_rate <= 0.1
    assert voice.name == "system:gmw/en"


def test_speed_is_passed_on(voice: SystemVoice) -> None:
    slow = sum(map(len, voice.synthesise("Hello.", 0.5)))
    fast = sum(map(len, voice.synthesise("Hello.", 2.0)))
    assert slow > 2.5 * fast


def test_nothing_to_pronounce_does_not_even_start_the_engine() -> None:
    voice = SystemVoice(command=["/nowhere/no-such-program"])
    assert list(voice.synthesise("…!")) == []
    with pytest.raises(VoiceError, match="cannot be started") as caught:
        list(voice.synthesise("Hello."))
    assert caught.value.next_step


def test_an_engine_that_stalls_can_be_abandoned_at_once(voice: SystemVoice) -> None:
    voice.warm_up()
    blocks = voice.synthesise("stall")
    assert next(blocks) == b""
    before_s = time.monotonic()
    blocks.close()
    assert time.monotonic() - before_s < 0.5
    assert any(voice.synthesise("And yet it speaks."))


def test_an_engine_that_stalls_is_killed_and_reported(
    voice: SystemVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os1.speech.system_voice.speaking_limit_s", lambda _: 0.1)
    with pytest.raises(VoiceError, match="did not answer"):
        list(voice.synthesise("stall"))
    monkeypatch.undo()
    assert any(voice.synthesise("And yet it speaks."))


def test_a_long_text_is_given_more_time() -> None:
    assert speaking_limit_s("word " * 1000) > 10 * speaking_limit_s("word")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("crash", "ended"), ("refuse", "cannot say that"), ("garbage", "cannot be read")],
)
def test_what_goes_wrong_in_the_engine_is_told_and_survived(
    voice: SystemVoice, text: str, reason: str
) -> None:
    with pytest.raises(VoiceError, match=reason) as caught:
        list(voice.synthesise(text))
    assert caught.value.next_step
    assert any(voice.synthesise("And yet it speaks."))


def test_closing_from_another_thread_ends_a_stalled_sentence(voice: SystemVoice) -> None:
    voice.warm_up()
    stalled = threading.Event()
    problems: list[BaseException] = []

    def speak() -> None:
        try:
            for _ in voice.synthesise("stall"):
                stalled.set()
        except VoiceError as error:
            problems.append(error)

    speaker = threading.Thread(target=speak)
    speaker.start()
    assert stalled.wait(5)
    voice.close()
    speaker.join(2)
    assert not speaker.is_alive()
    assert len(problems) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the engine is part of the system")
def test_an_engine_that_is_not_installed_is_told_with_what_to_install() -> None:
    without_library = """
import ctypes
def refuse(name):
    raise OSError(f"{name}: cannot open shared object file")
ctypes.cdll.LoadLibrary = refuse
from os1.speech.system_voice_worker import main
main()
"""
    voice = SystemVoice(command=[sys.executable, "-c", without_library])
    with pytest.raises(VoiceError, match=r"cannot speak: .*installed") as caught:
        voice.voices()
    assert "apt install espeak-ng" in caught.value.next_step
    assert "\n" not in caught.value.message
    voice.close()


@pytest.fixture
def no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", WORKER]
    monkeypatch.setattr("os1.speech.system_voice.helper_command", lambda: command)


@pytest.mark.usefixtures("no_system")
def test_voices_are_listed_hers_first_and_english_unless_asked() -> None:
    names = [voice.name for voice in voices.list_voices()]
    assert names[0] == "hibari:heart"
    assert names[-2:] == ["system", "system:gmw/en"]
    every = [voice.name for voice in voices.list_voices(every_language=True)]
    assert every == [*names, "system:sit/ko"]


@pytest.mark.usefixtures("no_system")
@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("hibari", "hibari:heart"),
        ("Hibari:Heart", "hibari:heart"),
        ("system", "system"),
        ("system:sit/ko", "system:sit/ko"),
    ],
)
def test_a_voice_is_made_by_its_name(asked: str, name: str) -> None:
    voice = voices.create_voice(asked)
    assert voice.name == name
    voice.close()


@pytest.mark.usefixtures("no_system")
@pytest.mark.parametrize(
    "asked", ["", "hal9000", "hibari:nobody", "system:nobody", "hibari:heart:x"]
)
def test_an_unknown_voice_is_answered_with_the_known(asked: str) -> None:
    with pytest.raises(VoiceError, match=f'no voice "{asked}"') as caught:
        voices.create_voice(asked)
    assert "hibari:heart" in caught.value.next_step
    assert "system:gmw/en" in caught.value.next_step


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for hibari's other voices, and no way to fetch them."""

    def refuse(*_: object) -> None:
        pytest.fail("something reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    return tmp_path


def test_a_voice_that_is_not_here_is_missing_never_fetched(cache: Path) -> None:
    with pytest.raises(ModelMissing, match="hibari:emma is not on this computer") as caught:
        voices.create_voice("hibari:emma")
    assert str(cache) in caught.value.message
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("no_system")
def test_a_voice_that_is_not_here_is_listed_as_such(cache: Path) -> None:
    emma = next(voice for voice in voices.list_voices() if voice.name == "hibari:emma")
    assert not emma.available
    assert str(cache) in emma.note


def test_a_damaged_voice_file_is_never_loaded(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hibari_voice.model_file("emma")
    path.write_bytes(b"not a voice")
    with pytest.raises(ModelCorrupt, match="is damaged") as caught:
        voices.create_voice("hibari:emma")
    assert str(path) in caught.value.message
    right = {"emma": {"file": path.name, "sha256": hashlib.sha256(b"not a voice").hexdigest()}}
    monkeypatch.setattr(hibari_voice, "known_voices", lambda: right)
    assert hibari_voice.checked_model_file("emma") == path


def test_without_hibari_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari.voices", None)
    with pytest.raises(ModelMissing, match="not installed"):
        voices.create_voice("hibari")


def test_silence_is_trimmed_in_front_and_brought_to_a_pause_behind() -> None:
    rate = 24_000
    sound = np.zeros(rate * 2, np.float32)
    sound[rate // 2 : rate] = 0.5 * np.sin(np.arange(rate // 2, dtype=np.float32) / 10)
    for pause_s in (0.1, 0.25, 3.0):
        kept = trim(sound, rate, pause_s)
        loud = np.flatnonzero(np.abs(kept) > 0.1)
        assert loud[0] / rate == pytest.approx(0.02, abs=0.006)
        assert (len(kept) - loud[-1]) / rate == pytest.approx(pause_s, abs=0.006)
    assert not trim(np.zeros(100, np.float32), rate, 0.25).size
    assert not trim(np.zeros(0, np.float32), rate, 0.25).size
