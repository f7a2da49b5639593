"""What is queued is played in order, once; stop fades and frees whoever waits."""

import threading

import numpy as np
import pytest

from os1.speech.microphone import Timeline
from os1.speech.playback import FADE_S, Playback

RATE = 16_000


class Hand:
    """A clock moved by hand."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def playback(lost: bool = False, clock: Hand | None = None) -> Playback:
    return Playback(RATE, lambda: lost, clock or Hand())


def constant(frames: int, value: int = 10_000) -> bytes:
    return np.full(frames, value, "<i2").tobytes()


def test_silence_until_something_is_said_and_after_it() -> None:
    line = playback()
    assert line.pull(8) == bytes(8)
    line.begin()
    line.write(b"\1\2\3\4\5\6")
    assert line.pull(4) == b"\1\2\3\4"
    assert line.pull(4) == b"\5\6\0\0"
    assert line.pull(4) == bytes(4)


def test_a_hole_is_counted_only_in_the_middle_of_something_said() -> None:
    line = playback()
    line.pull(100)
    line.begin()
    line.pull(100)
    assert line.underflow_count == 0
    line.write(constant(10))
    line.pull(100)
    line.pull(100)
    assert line.underflow_count == 2
    line.write(constant(10))
    done = threading.Thread(target=line.drain)
    done.start()
    while done.is_alive():
        line.pull(10)
        done.join(0.001)
    line.pull(100)
    assert line.underflow_count == 2


def test_what_the_device_still_holds_has_not_been_heard() -> None:
    clock = Hand()
    line = playback(clock=clock)
    line.begin()
    line.write(constant(1_600))
    line.pull(3_200)
    assert line.heard_s(latency_s=0.03) == pytest.approx(0.07)
    clock.now_s += 0.02
    assert line.heard_s(latency_s=0.03) == pytest.approx(0.09)
    clock.now_s += 5
    line.pull(3_200)
    assert line.heard_s(latency_s=0.03) == pytest.approx(0.1)
    line.begin()
    assert line.heard_s(latency_s=0.03) == 0


def test_stop_fades_to_silence_and_forgets_the_rest() -> None:
    line = playback()
    line.begin()
    line.write(constant(3_000))
    line.pull(200)
    line.stop()
    said = np.frombuffer(line.pull(2_000), "<i2").astype(int)
    fade = round(FADE_S * RATE)
    assert said[0] == 10_000
    assert np.all(np.diff(said[:fade]) <= 0)
    assert not said[fade - 1 :].any()
    assert line.write(constant(1_000))
    assert line.pull(2_000) == bytes(2_000)
    assert line.level == 0


@pytest.mark.parametrize("waiting", ["write", "drain"])
def test_stop_frees_whoever_waits(waiting: str) -> None:
    line = playback()
    line.begin()
    line.write(constant(RATE))
    answers: list[bool] = []
    done = (lambda: line.write(constant(10))) if waiting == "write" else line.drain
    waiter = threading.Thread(target=lambda: answers.append(done()))
    waiter.start()
    waiter.join(0.05)
    assert waiter.is_alive()
    line.stop()
    waiter.join(2)
    assert answers == [True]
    assert line.wait_stopped(10)


def test_pulling_makes_room_for_who_writes() -> None:
    line = playback()
    line.begin()
    line.write(constant(RATE))
    writer = threading.Thread(target=line.write, args=(constant(10),))
    writer.start()
    line.pull(RATE * 2)
    writer.join(2)
    assert not writer.is_alive()


def test_a_lost_device_ends_every_wait() -> None:
    line = playback(lost=True)
    line.begin()
    assert line.write(constant(RATE))
    assert not line.write(constant(10))
    assert not line.drain()


def test_loudness_is_that_of_what_is_played_now() -> None:
    line = playback()
    line.begin()
    line.write(constant(100, 32_000))
    line.pull(200)
    assert line.level > 0.9
    line.pull(200)
    assert line.level == 0


def block_times(jitter: list[float], rate_error: float = 0.0) -> list[float]:
    """When chunks were heard, as told from blocks of 20 ms that arrive with this jitter."""
    line = Timeline(48_000)
    times, frames_out = [], 0
    for index, late_s in enumerate(jitter):
        line.block_arrived(10 + index * 0.02 * (1 + rate_error) + late_s, 960)
        while frames_out + 512 <= (index + 1) * 320:
            times.append(line.next_chunk_s())
            frames_out += 512
    return times


def test_chunks_are_evenly_spaced_whatever_the_jitter() -> None:
    jitter = np.random.default_rng(3).uniform(0, 0.015, 500).tolist()
    steps = np.diff(block_times(jitter))
    assert np.max(np.abs(steps - 0.032)) < 0.0005


def test_a_device_whose_seconds_differ_is_followed() -> None:
    times = block_times([0.0] * 30_000, rate_error=0.0005)
    assert times[-1] == pytest.approx(10 + len(times) * 0.032 * 1.0005, abs=0.05)


def test_after_a_gap_time_goes_on_from_after_it() -> None:
    times = block_times([0.0] * 100 + [3.0] * 100)
    assert times[-1] - times[0] == pytest.approx(len(times) * 0.032 + 3.0, abs=0.1)
    assert np.min(np.diff(times)) > 0


def test_time_never_runs_backwards() -> None:
    assert np.min(np.diff(block_times([0.0] * 50 + [-1.0] * 50))) >= 0


def samples_of(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2")


def test_holding_fades_out_and_loses_nothing() -> None:
    playback = Playback(1_000, lambda: False)
    playback.begin()
    playback.write(b"\x00\x20" * 40)
    playback.pull(20)
    playback.hold()
    fading = samples_of(playback.pull(20))
    assert fading[0] > fading[-1] == 0
    assert playback.pull(20) == bytes(20)
    assert playback.level == 0
    playback.resume()
    rising = samples_of(playback.pull(20))
    assert rising[0] == 0 < rising[-1]
    rest = b"".join(playback.pull(20) for _ in range(3))
    # 10 were heard before, 10 faded in now, 20 are left, and then silence.
    assert np.count_nonzero(samples_of(rest)) == 20
    assert playback.heard_s(0.0) == 0.04


def test_stopping_while_held_forgets_the_rest() -> None:
    playback = Playback(1_000, lambda: False)
    playback.begin()
    playback.write(b"\x00\x20" * 40)
    playback.hold()
    playback.pull(20)
    playback.stop()
    assert playback.pull(20) == bytes(20)
    playback.begin()
    playback.write(b"\x00\x20" * 10)
    assert np.count_nonzero(samples_of(playback.pull(20))) == 10


def test_there_is_nothing_to_hold_when_nothing_is_said() -> None:
    playback = Playback(1_000, lambda: False)
    playback.hold()
    playback.begin()
    playback.write(b"\x00\x20" * 10)
    assert np.count_nonzero(samples_of(playback.pull(20))) == 10
