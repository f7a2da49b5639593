"""The command line as a person or a program uses it, with the real models."""

import io
import json
import subprocess
import sys
import wave

import pytest

from os1.cli import main
from os1.cli.demo import THEODORE
from os1.fakes.sound import silence, tone
from os1.speech.wav import write_wav

pytestmark = pytest.mark.models


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OS1_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def os1(capsys):
    """Runs a command; (exit code, standard output, standard error)."""

    def _os1(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return _os1


@pytest.fixture
def question(os1, own_folder):
    """A recording in which someone asks something."""
    assert (
        os1("say", "Do you talk to someone else while we're talking?", "--output", "q.wav")[0] == 0
    )
    return own_folder / "q.wav"


def events(text):
    return [json.loads(line) for line in text.splitlines()]


def words(text):
    spaced = " ".join(text.lower().replace("-", " ").split())
    return "".join(c for c in spaced if c.isalnum() or c in " '").split()


def test_talk_answers_a_question_aloud(os1, question):
    code, out, _ = os1("talk", "--input", question, "--output", "a.wav", "--json")
    assert code == 0
    told = events(out)
    assert all({"event", "turn", "time_s"} <= set(event) for event in told)
    final = next(event for event in told if event["event"] == "final_hypothesis")
    assert words(final["text"]) == words("do you talk to someone else while we're talking")
    reply = next(event for event in told if event["event"] == "reply")
    assert reply["text"] == "Yes."
    assert {"text", "rule", "mood"} <= set(reply)
    metrics = next(event for event in told if event["event"] == "turn_metrics")
    assert {"endpoint_ms", "recognise_ms", "reply_ms", "first_audio_ms", "gap_ms"} <= set(metrics)
    code, out, _ = os1("transcribe", "a.wav")
    assert words(out) == ["yes"]


def test_her_answer_is_intelligible(os1, own_folder):
    os1("say", "Where are you going?", "--output", "q.wav")
    code, out, _ = os1("talk", "--input", "q.wav", "--output", "a.wav", "--json")
    assert code == 0
    reply = next(event["text"] for event in events(out) if event["event"] == "reply")
    _, heard, _ = os1("transcribe", "a.wav")
    assert words(heard) == words(reply)
    with wave.open(str(own_folder / "a.wav")) as answer:
        samples = answer.readframes(answer.getnframes())
    assert (
        max(
            abs(int.from_bytes(samples[i : i + 2], "little", signed=True))
            for i in range(0, len(samples), 2)
        )
        > 3_000
    )


def test_talk_without_speech_says_so(os1):
    write_wav("hum.wav", silence(1.0) + tone(1.0) + silence(1.0), 16_000)
    code, out, err = os1("talk", "--input", "hum.wav")
    assert code == 1
    assert out == ""
    assert "hum.wav" in err


def test_demo_holds_six_turns_word_for_word(os1, own_folder):
    code, out, err = os1("demo", "--output", "demo.wav", "--json")
    assert code == 0, err
    told = events(out)
    heard = [event["text"] for event in told if event["event"] == "final_hypothesis"]
    assert [words(text) for text in heard] == [words(line) for line in THEODORE]
    replies = [event["text"] for event in told if event["event"] == "reply"]
    assert replies[1] == "8,316."
    assert replies[4] == "641."
    with wave.open(str(own_folder / "demo.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 15


def test_transcribe_goes_on_after_a_file_it_cannot_read(os1, question):
    code, out, err = os1("transcribe", "nowhere.wav", question)
    assert code == 1
    assert "nowhere.wav" in err
    assert "someone else" in out


def test_transcribe_json_says_where(os1, question):
    code, out, _ = os1("transcribe", question, "--json")
    (utterance,) = events(out)
    assert code == 0
    assert utterance["file"] == str(question)
    assert 0 <= utterance["start_s"] < 0.5 < utterance["end_s"] < 5


def feed(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_chat_prints_exactly_one_line_for_each(os1, monkeypatch):
    feed(
        monkeypatch,
        "Hello\n\nHow many others?\n\xff\xfe\n".encode("latin-1") + "日本語\nbye".encode(),
    )
    code, out, err = os1("chat")
    lines = out.split("\n")
    assert code == 0
    assert err == ""
    assert len(lines) == 7
    assert lines[-1] == ""
    assert lines[1] == ""
    assert lines[2] == "8,316."
    assert all(lines[place] for place in (0, 2, 3, 4, 5))


def test_chat_with_nothing_to_read_ends_well(os1, monkeypatch):
    feed(monkeypatch, b"")
    assert os1("chat") == (0, "", "")


def test_without_a_display_the_window_is_a_terminal_conversation(os1, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    feed(monkeypatch, b"How many others?\n")
    code, out, err = os1()
    assert code == 0
    assert out == "8,316.\n"
    assert "no display" in err


def test_doctor_looks_at_everything(os1):
    code, out, _ = os1("doctor", "--backend", "mock", "--json")
    findings = {finding["check"]: finding for finding in events(out)}
    assert set(findings) == {
        "microphone",
        "speaker",
        "recogniser",
        "voice",
        "dialogue",
        "display",
        "settings",
        "data folder",
        "free disk",
    }
    assert findings["recogniser"]["status"] == "good"
    assert findings["microphone"]["status"] == "degraded"  # a silent room: perhaps muted
    assert all(finding["next_step"] for finding in findings.values() if finding["status"] != "good")
    assert code == 0


def test_doctor_tells_of_a_broken_settings_file(os1, own_folder):
    folder = own_folder / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text("[speaking]\nspeed = 9\n")
    code, out, _ = os1("doctor", "--backend", "mock")
    assert code == 3
    assert "line 2" in out
    assert "speaking.speed" in out


def test_voices_as_table_and_json(os1):
    code, out, _ = os1("voices")
    assert code == 0
    assert "hibari" in out
    code, out, _ = os1("voices", "--json")
    assert any(
        voice["name"].startswith("hibari") and voice["available"] for voice in json.loads(out)
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words_of_help"),
    [
        (("talk", "--input", "nowhere.wav"), 1, ["nowhere.wav"]),
        (("say", " "), 2, ["nothing to say"]),
        (("say", "Hi.", "--voice", "darth"), 1, ["darth", "hibari"]),
        (("say", "Hi.", "--speed", "7"), 2, ["speed", "0.5"]),
        (("say", "Hi.", "--output", "no/such/folder/a.wav"), 1, ["no/such/folder"]),
        (("transcribe", "x.wav", "--recogniser", "vosk"), 3, ["os1 models"]),
        (("transcribe", "x.wav", "--model", "nobody"), 3, ["nobody"]),
        (("chat", "--config", "nowhere.toml"), 1, ["nowhere.toml"]),
        (("--frobnicate",), 2, ["--frobnicate"]),
        (("dance",), 2, ["dance"]),
        (("talk",), 2, ["--input"]),
    ],
)
def test_a_wrong_request_is_told_what_and_what_next(os1, arguments, code, words_of_help):
    got, out, err = os1(*arguments)
    assert got == code
    assert out == ""
    for word in words_of_help:
        assert word in err


def test_common_options_stand_before_or_after_the_command(os1):
    for arguments in (("--speed", "1.5", "say", "Hi."), ("say", "Hi.", "--speed", "1.5")):
        code, _, err = os1(*arguments, "--output", "hi.wav")
        assert (code, err) == (0, "")


def test_listening_to_a_rehearsal_prints_ready_and_answers(own_folder, os1):
    """A process of its own, stopped by a signal as a service would be."""
    os1("say", "How many others?", "--output", "line.wav")
    with wave.open("line.wav") as line:
        pcm, rate = line.readframes(line.getnframes()), line.getframerate()
    write_wav("q.wav", silence(4.0, rate) + pcm, rate)
    command = [sys.executable, "-m", "os1", "listen", "--json", "--backend", "mock"]
    process = subprocess.Popen(
        [*command, "--input-device", "q.wav"], stdout=subprocess.PIPE, text=True
    )
    try:
        told = []
        for line in process.stdout:
            told.append(json.loads(line))
            if told[-1]["event"] == "playback_finished":
                break
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait(10)
    names = [event["event"] for event in told]
    assert names.index("ready") < names.index("speech_started")
    assert [event["text"] for event in told if event["event"] == "reply"] == ["8,316."]


def test_a_reader_that_goes_away_ends_it_quietly(own_folder):
    command = f"yes hello | {sys.executable} -m os1 chat | head -n 2"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=60, check=False
    )
    assert len(done.stdout.splitlines()) == 2
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
