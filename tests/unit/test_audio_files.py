"""A recording is heard as it is, whatever its format; a bad one is named, with the reason."""

import os
import struct
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from os1.core.audio import CHUNK_FRAMES, SAMPLE_RATE
from os1.core.ports import EndOfAudio
from os1.errors import AudioFileError
from os1.speech.files import FileSource


def tone(rate: int, seconds: float, hertz: float = 440.0, loudness: float = 0.5) -> np.ndarray:
    return loudness * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def heard(source: FileSource) -> np.ndarray:
    """All that a source gives, as floats."""
    source.open()
    chunks = []
    try:
        while True:
            chunk = source.read(1.0)
            assert chunk is not None
            assert chunk.frame_count == CHUNK_FRAMES
            assert chunk.time_s == pytest.approx(len(chunks) * CHUNK_FRAMES / SAMPLE_RATE)
            chunks.append(chunk.pcm)
    except EndOfAudio:
        source.close()
    return np.frombuffer(b"".join(chunks), "<i2") / 32768


def riff(fmt: bytes, *chunks: bytes, fmt_size: int = 16) -> bytes:
    body = b"WAVEfmt " + struct.pack("<I", fmt_size) + fmt + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pcm_format(rate: int = 16_000, channels: int = 1) -> bytes:
    return struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)


def data_chunk(content: bytes, claimed: int | None = None) -> bytes:
    return b"data" + struct.pack("<I", len(content) if claimed is None else claimed) + content


def problem(path: Path) -> str:
    """What is said about a recording that cannot be used; it names the file and what to do."""
    with pytest.raises(AudioFileError) as caught:
        FileSource(path).open()
    assert str(path) in caught.value.message
    assert caught.value.next_step
    return caught.value.message


FORMATS = [
    ("wav", "PCM_U8", 0.02),
    ("wav", "PCM_16", 0.001),
    ("wav", "PCM_24", 0.001),
    ("wav", "PCM_32", 0.001),
    ("wav", "FLOAT", 0.001),
    ("wav", "DOUBLE", 0.001),
    ("wav", "ULAW", 0.03),
    ("flac", "PCM_16", 0.001),
    ("flac", "PCM_24", 0.001),
    ("aiff", "PCM_16", 0.001),
    ("ogg", "VORBIS", 0.05),
]


@pytest.mark.parametrize(("extension", "subtype", "error"), FORMATS)
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_every_width_format_and_channel_count_sounds_the_same(
    tmp_path: Path, extension: str, subtype: str, error: float, channels: int
) -> None:
    if (extension, channels) == ("ogg", 6):
        error = 0.2  # Vorbis couples the channels of a surround recording, and so blurs them
    path = tmp_path / f"tone.{extension}"
    wanted = tone(16_000, 0.5)
    soundfile.write(path, np.column_stack([wanted] * channels), 16_000, subtype=subtype)

    got = heard(FileSource(path))

    assert np.max(np.abs(got[200:7800] - wanted[200:7800])) < error


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000])
def test_every_sample_rate_is_brought_to_sixteen_kilohertz_in_time_and_pitch(
    tmp_path: Path, rate: int
) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(rate, 1.0), rate, subtype="PCM_16")

    got = heard(FileSource(path))

    wanted = tone(SAMPLE_RATE, 1.0)
    assert np.max(np.abs(got[500:15_500] - wanted[500:15_500])) < 0.01
    assert len(got) - SAMPLE_RATE < CHUNK_FRAMES


def test_what_is_above_half_the_rate_does_not_fold_back(tmp_path: Path) -> None:
    path = tmp_path / "whistle.wav"
    soundfile.write(path, tone(48_000, 0.5, hertz=15_000), 48_000)

    assert np.max(np.abs(heard(FileSource(path))[1000:7000])) < 0.001


def test_mp3_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "tone.mp3"
    soundfile.write(path, tone(44_100, 1.0), 44_100, format="MP3")

    got = heard(FileSource(path))

    spectrum = np.abs(np.fft.rfft(got[2000:14_000]))
    assert np.argmax(spectrum) * SAMPLE_RATE / 12_000 == pytest.approx(440, abs=2)


def test_sixteen_bit_speech_at_the_right_rate_passes_bit_for_bit(tmp_path: Path) -> None:
    path = tmp_path / "noise.wav"
    wanted = np.random.default_rng(1).integers(-32768, 32768, 1000).astype("<i2")
    soundfile.write(path, wanted, 16_000)

    got = (heard(FileSource(path)) * 32768).astype(int)

    assert got[:1000].tolist() == wanted.tolist()
    assert got[1000:].tolist() == [0] * 24


def test_a_single_sample_is_one_chunk_filled_with_silence(tmp_path: Path) -> None:
    for rate in (16_000, 44_100, 192_000):
        path = tmp_path / f"click{rate}.wav"
        soundfile.write(path, [0.5], rate)
        assert len(heard(FileSource(path))) == CHUNK_FRAMES


def test_it_knows_how_long_it_is_and_how_far_it_got(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(44_100, 2.0), 44_100)
    times: list[float] = []
    source = FileSource(path, set_clock=times.append)
    assert source.name == "tone.wav"
    assert source.duration_s is None

    source.open()
    source.read(0)
    source.read(0)

    assert source.duration_s == pytest.approx(2.0)
    assert source.position_s == pytest.approx(0.064)
    assert times == pytest.approx([0.032, 0.064])
    assert 0.7 < source.level < 1.0
    source.close()


def test_it_can_be_heard_again_from_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(16_000, 0.2), 16_000)
    source = FileSource(path)

    assert heard(source).tolist() == heard(source).tolist()


def test_closing_from_another_thread_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(16_000, 5.0), 16_000)
    source = FileSource(path)
    source.open()
    source.read(0)

    closer = threading.Thread(target=source.close)
    closer.start()
    closer.join(2)
    source.close()

    with pytest.raises(EndOfAudio):
        source.read(0)


def test_a_long_recording_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    minute = (tone(48_000, 60.0) * 32767).astype("<i2")
    with soundfile.SoundFile(path, "w", 48_000, 1, "PCM_16") as file:
        for _ in range(5):
            file.write(minute)
    source = FileSource(path)
    source.open()
    for _ in range(100):
        source.read(0)

    tracemalloc.start()
    with pytest.raises(EndOfAudio):
        while True:
            source.read(0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert source.position_s == pytest.approx(300, abs=0.1)
    assert peak < 4_000_000  # the recording itself has 28.8 million bytes


def test_samples_that_are_not_numbers_are_silence_and_no_other_harm(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    wanted = tone(16_000, 0.2)
    broken = wanted.copy()
    broken[[100, 200, 300, 400]] = [np.nan, np.inf, -np.inf, 1e30]
    soundfile.write(path, broken, 16_000, subtype="FLOAT")

    got = heard(FileSource(path))

    assert got[[100, 200, 300]].tolist() == [0, 0, 0]
    assert got[400] > 0.99
    rest = np.setdiff1d(np.arange(3000), [100, 200, 300, 400])
    assert np.max(np.abs(got[rest] - wanted[rest])) < 0.001


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "There is no file" in problem(tmp_path / "nowhere.wav")


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    assert "is a folder" in problem(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "not an ordinary file" in problem(tmp_path / "pipe.wav")


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.wav"
    path.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Whoever runs the tests may be root, whom no permission stops.
    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in problem(path)


def test_an_impossible_name_is_an_answer_not_a_crash() -> None:
    assert "Cannot read" in problem(Path("a\0b.wav"))
    assert "Cannot read" in problem(Path("x" * 5000))


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.touch()
    assert "is empty" in problem(path)


@pytest.mark.parametrize("name", ["letter.txt", "letter.wav", "letter.raw", "letter.mp3"])
@pytest.mark.parametrize("content", [b"Dear Theodore,\n" * 200, b"\0" * 3000, b"\x89PNG\r\n\x1a\n"])
def test_what_is_not_sound_is_told_from_sound(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = problem(path)
    assert "not a recording" in message or "damaged" in message


HOSTILE = {
    "a header whose size field is garbage": (
        riff(pcm_format(), data_chunk(b""), fmt_size=0x66666666),
        "damaged",
    ),
    "no data chunk": (riff(pcm_format(), b"HURF9999" + b"x" * 5000), "damaged"),
    "a header and no samples": (riff(pcm_format(), data_chunk(b"")), "holds no sound"),
    "a rate no recording has": (
        riff(pcm_format(rate=0x0010AC44), data_chunk(bytes(882))),
        "samples a second",
    ),
    "a rate of nothing": (riff(pcm_format(rate=0), data_chunk(bytes(882))), "damaged"),
    "no channels": (riff(pcm_format(channels=0), data_chunk(bytes(882))), "damaged"),
    "nothing after RIFF": (b"RIFF", ""),
    "half a header": (riff(pcm_format())[:30], ""),
    "a FLAC header alone": (b"fLaC" + bytes(4), ""),
    "an OGG header alone": (b"OggS" + bytes(60), ""),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_headers_are_refused_with_the_reason(tmp_path: Path, case: str) -> None:
    content, reason = HOSTILE[case]
    path = tmp_path / "hostile.wav"
    path.write_bytes(content)
    assert reason in problem(path)


@pytest.mark.parametrize("claimed", [0xFFFFFFFF, 0x7FFFFFFF, 64_000])
def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes(
    tmp_path: Path, claimed: int
) -> None:
    path = tmp_path / "cut.wav"
    samples = (tone(16_000, 1.0) * 32767).astype("<i2").tobytes()
    path.write_bytes(riff(pcm_format(), data_chunk(samples, claimed)))
    source = FileSource(path)

    got = heard(source)

    assert np.max(np.abs(got[:16_000] - tone(16_000, 1.0))) < 0.001
    assert len(got) - 16_000 < CHUNK_FRAMES
    assert source.position_s <= 1.1


def test_damage_in_the_middle_never_ends_in_a_crash(tmp_path: Path) -> None:
    noise = np.random.default_rng(2).uniform(-0.5, 0.5, 48_000)
    for extension in ("flac", "ogg", "mp3"):
        path = tmp_path / f"damaged.{extension}"
        soundfile.write(path, noise, 16_000)
        content = bytearray(path.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 600] = bytes(600)
        path.write_bytes(content)
        try:
            assert len(heard(FileSource(path)))
        except AudioFileError as error:
            assert path.name in error.message
