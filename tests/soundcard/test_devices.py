"""A microphone hears exactly what is said into it, a loudspeaker says what it is given."""

import json
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from virtual_card import RATE, Card, wait_until

pytestmark = pytest.mark.soundcard

RECORDER_S = 0.015
"""What the virtual card's recorder is late by, at the least: a period and a block."""

PRELUDE = """
import json, sys, threading, time
from os1.errors import Os1Error
from os1.speech.devices import find_device, list_devices
from os1.speech.microphone import Microphone
from os1.speech.loudspeaker import Loudspeaker

class Clock:
    def now_s(self):
        return time.monotonic()

def tell(**facts):
    print(json.dumps(facts), flush=True)

def told():
    return sys.stdin.readline().strip()
"""


class Child:
    """A process that sees the card; talks in lines of JSON."""

    def __init__(self, card: Card, code: str, *arguments: str) -> None:
        self.process = card.python(PRELUDE + code, *arguments)

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate(timeout=10)

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, errors = self.process.communicate(timeout=10)
            pytest.fail(f"the process ended early:\n{errors}")
        facts: dict[str, Any] = json.loads(line)
        return facts

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def write_wav(path: Path, samples: np.ndarray, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def chirp(rate: int, seconds: float = 1.0) -> np.ndarray:
    """A sound that looks like no shifted copy of itself: 200 to 3000 Hz."""
    time_s = np.arange(round(rate * seconds)) / rate
    return 0.4 * np.sin(2 * np.pi * (200 * time_s + 1400 * time_s**2 / seconds))


def likeness(heard: np.ndarray, wanted: np.ndarray) -> float:
    """The best correlation, 0 to 1, of the wanted sound with any stretch as long of the heard."""
    # Eight times the rate first, for the two were not sampled at the same instants.
    heard, wanted = (np.fft.irfft(np.fft.rfft(x), len(x) * 8) for x in (heard, wanted))
    size = 1 << (len(heard) + len(wanted)).bit_length()
    cross = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)
    start = int(np.argmax(np.abs(cross[: len(heard) - len(wanted) + 1])))
    stretch = heard[start : start + len(wanted)]
    return float(abs(stretch @ wanted) / (np.linalg.norm(stretch) * np.linalg.norm(wanted)))


LISTEN = """
microphone = Microphone("", Clock())
microphone.open()
tell(ready=microphone.name)
out = open(sys.argv[1], "wb")
heard = loud_s = frames = 0
quiet_since = None
while quiet_since is None or time.monotonic() - quiet_since < 0.5:
    chunk = microphone.read(1.0)
    out.write(chunk.pcm)
    frames += chunk.frame_count
    if microphone.level > 0.5:
        if not heard:
            heard = chunk.end_s
        late_s = time.monotonic() - chunk.end_s
        loud_s = max(loud_s, late_s)
        quiet_since = time.monotonic()
out.close()
microphone.close()
microphone.close()
tell(heard_s=heard, late_s=loud_s, lost=microphone.overflow_count, frames=frames)
"""


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_the_microphone_hears_exactly_what_was_said(card: Card, tmp_path: Path, rate: int) -> None:
    write_wav(tmp_path / "said.wav", chirp(rate), rate)
    # A busy machine may tear a hole into one take, and into another, but not into each.
    takes: list[float] = []
    while not takes or (takes[-1] < 0.98 and len(takes) < 5):
        with Child(card, LISTEN, str(tmp_path / "heard.raw")) as child:
            assert child.hear()["ready"]
            before_s = time.monotonic()
            card.play(tmp_path / "said.wav")
            after_s = time.monotonic()
            facts = child.hear()
        heard = np.fromfile(tmp_path / "heard.raw", "<i2") / 32768
        takes.append(likeness(heard, chirp(16_000)))
        assert np.max(np.abs(heard)) == pytest.approx(0.4, abs=0.05)
        assert before_s < facts["heard_s"] < after_s
    assert takes[-1] > 0.98
    assert facts["late_s"] < 0.5


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
def test_the_loudspeaker_says_exactly_what_it_is_given(
    card: Card, tmp_path: Path, rate: int
) -> None:
    code = """
speaker = Loudspeaker("")
rate = int(sys.argv[2])
sound = open(sys.argv[1], "rb").read()
while told():
    speaker.begin(rate)
    for start in range(0, len(sound), 4096):
        speaker.write(sound[start:start + 4096])
    speaker.finish()
    tell(played_s=speaker.played_s, holes=speaker.underflow_count)
speaker.close()
speaker.close()
tell(closed=True)
"""
    wanted = (chirp(rate) * 32767).astype("<i2")
    (tmp_path / "said.raw").write_bytes(wanted.tobytes())
    with Child(card, code, str(tmp_path / "said.raw"), str(rate)) as child:
        # A busy machine may tear a hole into one take, and into another, but not into each.
        takes = []
        while len(takes) < 2 or (max(takes) < 0.98 and len(takes) < 5):
            with card.record() as recording:
                child.tell("speak")
                facts = child.hear()
                recording.wait_for(0.3)
            assert facts["played_s"] == pytest.approx(1.0, abs=0.001)
            takes.append(likeness(recording.samples, chirp(RATE)))
        assert max(takes) > 0.98
        assert min(takes) > 0.3
        child.tell("")
        assert child.hear() == {"closed": True}


def test_stop_silences_it_within_fifty_milliseconds(card: Card) -> None:
    code = """
speaker = Loudspeaker("")
speaker.begin(24000)
tell(latency_s=speaker.latency_s)
told()
square = (b"\\0\\x20" * 40 + b"\\0\\xe0" * 40) * 30
def write():
    for _ in range(100):
        speaker.write(square)
    speaker.finish()
started_s = time.monotonic()
writer = threading.Thread(target=write)
writer.start()
told()
stopped_s = time.monotonic()
speaker.stop()
stop_took_s = time.monotonic() - stopped_s
writer.join(2)
tell(started_s=started_s, stopped_s=stopped_s, stop_took_s=stop_took_s,
     writer_took_s=time.monotonic() - stopped_s, played_s=speaker.played_s, alive=writer.is_alive())
told()
"""
    # What it can do, not what a busy machine lets it do at one moment: the best of three.
    takes = [stopped_take(card, code) for _ in range(3)]
    assert not any(facts["alive"] for facts in takes)
    assert min(facts["silent_after_s"] for facts in takes) < 0.05
    assert min(facts["stop_took_s"] for facts in takes) < 0.02
    assert min(facts["writer_took_s"] for facts in takes) < 0.05
    for facts in takes:
        assert facts["played_s"] == pytest.approx(facts["loud_s"], abs=0.25)


def stopped_take(card: Card, code: str) -> dict[str, Any]:
    """Speak, stop, and tell how it went; `silent_after_s` counts from `stop`."""
    with Child(card, code) as child, card.record() as recording:
        latency_s = child.hear()["latency_s"]
        child.tell("speak")
        wait_until(lambda: len(recording.loud_times_s()) > 60, "sound")
        child.tell("stop")
        facts = child.hear()
        recording.wait_for(0.3)
    loud_s = recording.loud_times_s()
    # The sound has reached the recorder this long after it left the loudspeaker.
    recorder_s = max(RECORDER_S, loud_s[0] - facts["started_s"] - latency_s)
    return facts | {
        "loud_s": loud_s[-1] - loud_s[0],
        "silent_after_s": loud_s[-1] - recorder_s - facts["stopped_s"],
    }


def test_both_are_lost_within_two_seconds_and_work_again_when_it_is_back(card: Card) -> None:
    code = """
microphone, speaker = Microphone("", Clock()), Loudspeaker("")
microphone.open()
assert microphone.read(3.0) is not None
speaker.begin(24000)
speaker.write(bytes(4800))
tell(ready=True)
try:
    while True:
        microphone.read(0.1)
except Os1Error as error:
    tell(error=type(error).__name__, message=error.message, step=error.next_step)
try:
    while True:
        speaker.write(bytes(4800))
except Os1Error as error:
    tell(error=type(error).__name__, message=error.message, step=error.next_step)
try:
    microphone.open()
except Os1Error as error:
    tell(error=type(error).__name__, message=error.message, step=error.next_step)
told()
microphone.open()
speaker.begin(24000)
speaker.write(bytes(4800))
speaker.finish()
tell(frames=microphone.read(3.0).frame_count, played_s=speaker.played_s)
microphone.close()
speaker.close()
"""
    with Child(card, code) as child:
        assert child.hear() == {"ready": True}
        killed_s = time.monotonic()
        card.kill()
        for name, word in (("DeviceLost", "microphone"), ("DeviceLost", "loudspeaker")):
            facts = child.hear()
            assert facts["error"] == name
            assert word in facts["message"]
            assert facts["step"]
        assert time.monotonic() - killed_s < 2
        assert child.hear()["error"] == "DeviceMissing"
        card.restart()
        child.tell("go on")
        assert child.hear() == {"frames": 512, "played_s": pytest.approx(0.1)}


def test_closing_the_microphone_frees_who_waits_for_it(card: Card) -> None:
    code = """
microphone = Microphone("", Clock())
microphone.open()
ended = []
def listen():
    try:
        while True:
            microphone.read(5.0)
    except BaseException as error:
        ended.append(type(error).__name__)
listener = threading.Thread(target=listen)
listener.start()
tell(ready=True)
told()
before_s = time.monotonic()
microphone.close()
close_took_s = time.monotonic() - before_s
listener.join(2)
tell(ended=ended, close_took_s=close_took_s, took_s=time.monotonic() - before_s)
"""
    with Child(card, code) as child:
        child.hear()
        child.tell("close")
        facts = child.hear()
    assert facts["ended"] == ["EndOfAudio"]
    assert facts["close_took_s"] < 0.5
    assert facts["took_s"] < 1


def test_devices_are_found_by_name_number_or_not_at_all(card: Card) -> None:
    code = """
inputs, outputs = list_devices()
found = [find_device(wanted, "output").name for wanted in ("", "default", "DEFAULT", "efau", "0")]
try:
    find_device("gramophone", "input")
except Os1Error as error:
    missing = [error.message, error.next_step, error.exit_code]
tell(inputs=[d.name for d in inputs], outputs=[d.name for d in outputs],
     defaults=[d.is_default for d in inputs + outputs], found=found, missing=missing)
"""
    with Child(card, code) as child:
        facts = child.hear()
    assert facts["inputs"] == facts["outputs"] == ["default"]
    assert facts["defaults"] == [True, True]
    assert facts["found"] == ["default"] * 5
    message, step, exit_code = facts["missing"]
    assert message == 'There is no microphone "gramophone".'
    assert "0 default" in step
    assert exit_code == 3


def test_with_no_sound_server_there_is_no_device(card: Card) -> None:
    card.kill()
    code = """
for kind in ("input", "output"):
    try:
        find_device("", kind)
    except Os1Error as error:
        tell(error=type(error).__name__, message=error.message, step=error.next_step)
"""
    with Child(card, code) as child:
        for word in ("microphone", "loudspeaker"):
            facts = child.hear()
            assert facts["error"] == "DeviceMissing"
            assert facts["message"] == f"There is no {word}."
            assert facts["step"]
