"""Sound keeps its pitch, length and place in time, in whatever pieces it comes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from os1.core.audio import CHUNK_FRAMES
from os1.speech.levels import loudness
from os1.speech.resample import Chunker, PcmResampler, Resampler, from_pcm, to_mono, to_pcm


@pytest.mark.parametrize(
    ("in_rate", "out_rate"),
    [(48_000, 16_000), (44_100, 16_000), (24_000, 44_100), (22_050, 48_000)],
)
@pytest.mark.parametrize("piece", [1, 97, 480, 100_000])
def test_the_pieces_do_not_show_in_the_result(in_rate: int, out_rate: int, piece: int) -> None:
    seconds = 0.1 if piece == 1 else 1.0
    time_s = np.arange(round(in_rate * seconds)) / in_rate
    sound = (0.5 * np.sin(2 * np.pi * 300 * time_s)).astype(np.float32)
    resampler = Resampler(in_rate, out_rate)
    out = [resampler.feed(sound[i : i + piece]) for i in range(0, len(sound), piece)]
    got = np.concatenate([*out, resampler.finish()])

    wanted = 0.5 * np.sin(2 * np.pi * 300 * np.arange(len(got)) / out_rate)

    assert len(got) == pytest.approx(out_rate * seconds, abs=1)
    edge = out_rate // 50
    assert np.max(np.abs(got[edge:-edge] - wanted[edge:-edge])) < 0.005


def test_equal_rates_pass_untouched() -> None:
    pcm = bytes(range(200))
    resampler = PcmResampler(16_000, 16_000)
    assert resampler.feed(pcm) == pcm
    assert resampler.finish() == b""


@given(st.binary(max_size=400).filter(lambda b: len(b) % 2 == 0))
def test_samples_survive_the_way_to_floats_and_back(pcm: bytes) -> None:
    assert to_pcm(from_pcm(pcm)) == pcm


def test_too_loud_is_clipped_not_wrapped() -> None:
    assert np.frombuffer(to_pcm(np.array([2.0, -2.0, 1.0], np.float32)), "<i2").tolist() == [
        32767,
        -32768,
        32767,
    ]


def test_channels_are_averaged() -> None:
    assert to_mono(np.array([[0.5, 0.1], [1.0, -1.0]], np.float32)).tolist() == pytest.approx(
        [0.3, 0.0]
    )


@settings(max_examples=50)
@given(st.lists(st.integers(0, 1500), max_size=12))
def test_chunks_hold_every_sample_in_order_once(frame_counts: list[int]) -> None:
    total = sum(frame_counts)
    samples = np.arange(total).astype("<i2").tobytes()
    chunker, chunks, at = Chunker(), [], 0
    for count in frame_counts:
        chunker.add(samples[at : at + count * 2])
        at += count * 2
        chunks += list(chunker.take_all())
    if (rest := chunker.take_rest()) is not None:
        chunks.append(rest)

    assert {len(chunk) for chunk in chunks} <= {CHUNK_FRAMES * 2}
    joined = b"".join(chunks)
    assert joined[: total * 2] == samples
    assert not any(joined[total * 2 :])
    assert len(chunks) == -(-total // CHUNK_FRAMES)
    assert chunker.held_frames == 0


def test_loudness_goes_from_silence_to_full_scale_in_decibels() -> None:
    def square(amplitude: int) -> bytes:
        return np.array([amplitude, -amplitude] * 256, "<i2").tobytes()

    assert loudness(b"") == loudness(bytes(1024)) == loudness(square(1)) == 0
    assert loudness(square(32767)) == pytest.approx(1.0, abs=0.001)
    assert loudness(square(3277)) == pytest.approx(1 - 20 / 60, abs=0.001)
    assert loudness(square(328)) == pytest.approx(1 - 40 / 60, abs=0.001)
