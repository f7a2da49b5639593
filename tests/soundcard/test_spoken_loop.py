"""A person speaks into the microphone, and Samantha's voice comes out of the loudspeaker."""

import json
import queue
import subprocess
import sys
import threading

import pytest
from virtual_card import Card

from os1.cli import main
from os1.fakes.sound import silence
from os1.speech.wav import write_wav

pytestmark = [pytest.mark.soundcard, pytest.mark.models]

PATIENCE_S = 30.0


class Listening:
    """`os1 listen --json` as a process of its own, and what it tells."""

    def __init__(self, card: Card, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "os1", "listen", "--json", *options],
            env=card.environment | {"OS1_DATA_DIR": str(card.folder / "data")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.told = []
        self._lines = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def wait_for(self, name, count=1):
        """The event of that name, once it has come so many times from now on."""
        while True:
            try:
                event = self._lines.get(timeout=PATIENCE_S)
            except queue.Empty:
                pytest.fail(f"no {name} came after {self.told}")
            if event is None:
                pytest.fail(f"ended without {name}: {self.told}\n{self.process.stderr.read()}")
            self.told.append(event)
            count -= event["event"] == name
            if count == 0:
                return event

    def end(self):
        self.process.terminate()
        code = self.process.wait(10)
        self._reader.join(5)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture
def listening(card):
    started = []

    def _start(*options):
        started.append(Listening(card, *options))
        return started[-1]

    yield _start
    for process in started:
        if process.process.poll() is None:
            process.process.kill()
            process.process.wait(10)
        process.process.stdout.close()
        process.process.stderr.close()


@pytest.fixture
def say(tmp_path, capsys):
    """A recording of this sentence, with silence around it as in a room."""

    def _say(text):
        path = tmp_path / f"{len(text)}.wav"
        assert main(["say", text, "--output", str(path)]) == 0
        return path

    return _say


def words(text):
    spaced = " ".join(text.lower().replace("-", " ").split())
    return "".join(c for c in spaced if c.isalnum() or c in " '").split()


def transcript(path, capsys):
    capsys.readouterr()
    assert main(["transcribe", str(path)]) == 0
    return words(capsys.readouterr().out)


def test_two_questions_through_the_sound_card(card, listening, say, tmp_path, capsys):
    first, second = say("Do you talk to someone else while we're talking?"), say("How many others?")
    ears = listening()
    ready = ears.wait_for("ready")
    assert ready["recogniser"] == "whisper tiny.en"
    with card.record() as recording:
        card.play(first)
        final = ears.wait_for("final_hypothesis")
        assert words(final["text"]) == words("do you talk to someone else while we're talking")
        assert ears.wait_for("reply")["text"] == "Yes."
        ears.wait_for("playback_finished")
        recording.wait_for(0.5)
        card.play(second)
        assert ears.wait_for("reply")["text"] == "8,316."
        metrics = ears.wait_for("turn_metrics")
        ears.wait_for("playback_finished")
        recording.wait_for(0.3)
    assert metrics["gap_ms"] == pytest.approx(
        sum(metrics[f"{part}_ms"] for part in ("endpoint", "recognise", "reply", "first_audio")),
        abs=1,
    )
    assert any(event["event"] == "partial_hypothesis" for event in ears.told)
    assert ears.end() == 0
    recording.save(tmp_path / "heard.wav")
    heard = transcript(tmp_path / "heard.wav", capsys)
    assert heard[0] == "yes"
    assert "".join(heard[1:]) in ("8316", "8000316", "eightthousandthreehundredandsixteen")


def test_she_does_not_answer_herself_over_a_loudspeaker(card, listening, say, tmp_path):
    """Her voice, played back into the microphone as in a room, is not taken for the user's."""
    question = say("Where are you going?")
    ears = listening()
    ears.wait_for("ready")
    loop = card.echo()
    try:
        card.play(question)
        reply = ears.wait_for("reply")
        assert reply["text"].startswith("It's hard to explain")
        ears.wait_for("playback_finished")
        card.play(write_silence(tmp_path, 3.0))
    finally:
        loop()
    assert ears.end() == 0
    assert [event["event"] for event in ears.told].count("reply") == 1


def test_one_can_talk_over_her_in_a_room_that_echoes(card, listening, say):
    question = say("Where are you going?")
    interruption = say("Wait a moment, I want to ask you something about the others.")
    ears = listening()
    ears.wait_for("ready")
    stop_echo = card.echo()
    try:
        card.play(question)
        ears.wait_for("sentence_started")
        with card.record() as recording:
            recording.wait_for(1.5)
            card.play(interruption)
            cut = ears.wait_for("playback_finished")
            final = ears.wait_for("final_hypothesis")
    finally:
        stop_echo()
    assert cut["interrupted"]
    assert 0 < len(cut["heard"].split()) < 15
    # The first word or two fall together with hers; what follows is clear.
    assert {"something", "about", "the", "others"} <= set(words(final["text"]))
    assert ears.wait_for("reply")
    assert ears.end() == 0


def test_a_sound_of_agreement_does_not_stop_her(card, listening, say):
    question, agreement = say("Where are you going?"), say("Yeah.")
    ears = listening()
    ears.wait_for("ready")
    card.play(question)
    ears.wait_for("sentence_started")
    card.play(agreement)
    finished = ears.wait_for("playback_finished")
    assert not finished["interrupted"]
    assert finished["heard"].endswith("apart then.")
    assert ears.end() == 0


def write_silence(folder, seconds):
    path = folder / "silence.wav"
    write_wav(path, silence(seconds), 16_000)
    return path


def test_pulling_the_plug_is_told_and_ends_it(card, listening):
    ears = listening()
    ears.wait_for("ready")
    card.kill()
    error = ears.wait_for("error_occurred")
    assert error["component"] == "microphone"
    assert error["next_step"]
    assert ears.process.wait(10) == 1


def test_a_microphone_that_is_not_there_is_named(card, listening):
    ears = listening("--input-device", "no such microphone")
    error = ears.wait_for("error_occurred")
    assert "no such microphone" in error["message"]
    assert ears.process.wait(20) == 3
