"""Her own voice, taken out of what the microphone hears."""

import numpy as np
import pytest

from os1.core.audio import CHUNK_FRAMES, SAMPLE_RATE
from os1.core.clock import SteppedClock
from os1.core.ports import EndOfAudio
from os1.fakes.sound import ScriptedMicrophone
from os1.speech.echo import EchoCancelled, FarEnd

BLOCK = SAMPLE_RATE // 100


def speech(seconds, seed):
    """Noise with the loudness of syllables: enough of a voice for a canceller."""
    rng = np.random.default_rng(seed)
    count = int(seconds * SAMPLE_RATE)
    colour = np.convolve(rng.normal(0, 1, count), np.ones(8) / 8, "same")
    syllables = np.clip(np.sin(2 * np.pi * 3 * np.arange(count) / SAMPLE_RATE), 0, 1)
    return colour * syllables * 6_000


def as_pcm(samples):
    return np.clip(samples, -32_768, 32_767).astype("<i2").tobytes()


def power_db(pcm):
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    return 10 * np.log10(np.mean(samples**2) + 1e-9)


def through_the_room(her, user, delay_s=0.05):
    """What the canceller makes of her echo and the user; the far end is fed as it plays."""
    delay = int(delay_s * SAMPLE_RATE)
    echo = np.concatenate([np.zeros(delay), 0.6 * her])[: len(her)]
    clock = SteppedClock()
    far_end = FarEnd(clock)
    microphone = EchoCancelled(ScriptedMicrophone(as_pcm(echo + user)), far_end)
    microphone.open()
    clean, residues = b"", []
    fed = 0
    while True:
        # The device pulls its blocks just before they are heard.
        while fed < len(clean) // 2 + CHUNK_FRAMES + BLOCK and fed + BLOCK <= len(her):
            clock.advance_to(fed / SAMPLE_RATE)
            far_end.feed(as_pcm(her[fed : fed + BLOCK]), SAMPLE_RATE)
            fed += BLOCK
        try:
            chunk = microphone.read(0.0)
        except EndOfAudio:
            return clean, as_pcm(echo), residues
        clean += chunk.pcm
        residues.append(chunk.residue)


def test_her_echo_is_gone_within_two_seconds():
    her = speech(5.0, seed=1)
    clean, echo, residues = through_the_room(her, np.zeros(len(her)))
    late = slice(2 * 2 * SAMPLE_RATE, None)
    assert power_db(clean[late]) < power_db(echo[late]) - 25
    assert np.mean(residues[63:]) > 0.9, "and what is left is known for what it is"


def test_a_person_speaking_over_her_is_still_heard():
    her = speech(6.0, seed=1)
    user = np.concatenate([np.zeros(4 * SAMPLE_RATE), speech(2.0, seed=2)])
    clean, _, residues = through_the_room(her, user)
    late = slice(int(4.2 * SAMPLE_RATE) * 2, None)
    assert power_db(clean[late]) > power_db(as_pcm(user)[late]) - 8
    assert not all(residues[131:])


def test_without_her_everything_passes():
    user = speech(3.0, seed=2)
    clean, _, residues = through_the_room(np.zeros(len(user)), user)
    late = slice(SAMPLE_RATE, None)
    assert power_db(clean[late]) == pytest.approx(power_db(as_pcm(user)[late]), abs=3)
    assert not any(residues)


def test_chunks_keep_their_size_and_their_time():
    microphone = EchoCancelled(
        ScriptedMicrophone(as_pcm(speech(0.5, seed=3))), FarEnd(SteppedClock())
    )
    microphone.open()
    times = []
    with pytest.raises(EndOfAudio):
        while True:
            chunk = microphone.read(0.0)
            assert chunk.frame_count == CHUNK_FRAMES
            times.append(chunk.time_s)
    assert times == sorted(times)
    assert times[5] == pytest.approx(5 * 0.032 - 0.01)


def test_the_far_end_is_found_by_its_time():
    clock = SteppedClock()
    far_end = FarEnd(clock)
    ramp = np.arange(SAMPLE_RATE // 2)
    for start in range(0, len(ramp), BLOCK):
        clock.advance_to(1.0 + start / SAMPLE_RATE)
        far_end.feed(as_pcm(ramp[start : start + BLOCK]), SAMPLE_RATE)
    taken = np.frombuffer(far_end.take(1.25, 100), "<i2")
    assert taken[0] == pytest.approx(0.25 * SAMPLE_RATE, abs=2)
    assert list(np.diff(taken)) == [1] * 99
    following = np.frombuffer(far_end.take(1.25 + 100 / SAMPLE_RATE, 100), "<i2")
    assert following[0] == taken[-1] + 1


def test_before_and_after_what_was_played_there_is_silence():
    clock = SteppedClock()
    far_end = FarEnd(clock)
    assert far_end.take(0.5, 160) == bytes(320)
    clock.advance_to(2.0)
    far_end.feed(b"\1\1" * 160, SAMPLE_RATE)
    assert far_end.take(1.0, 160) == bytes(320)
    assert far_end.take(9.0, 160) == bytes(320)


def test_a_loudspeaker_that_is_never_listened_to_costs_little():
    far_end = FarEnd(SteppedClock())
    for _ in range(5_000):
        far_end.feed(b"\1\1" * 160, SAMPLE_RATE)
    assert len(far_end.take(0.0, 160)) == 320
