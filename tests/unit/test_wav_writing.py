"""What she says ends up in the file whole, or the file is not touched."""

import contextlib
import sys
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from os1.errors import AudioFileError
from os1.speech.files import FileSink
from os1.speech.wav import WavWriter, write_wav


def pcm(seconds: float, rate: int, hertz: float = 300.0) -> bytes:
    count = round(seconds * rate)
    wave_form = 12_000 * np.sin(2 * np.pi * hertz * np.arange(count) / rate)
    return wave_form.astype("<i2").tobytes()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def content(path: Path) -> tuple[int, bytes]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), file.readframes(file.getnframes())


def test_all_that_is_said_is_in_the_file_with_a_pause_between(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    sink = FileSink(path, gap_s=0.5)
    first, second = pcm(0.3, 24_000), pcm(0.2, 24_000, 500)
    for said in (first, second):
        sink.begin(24_000)
        for start in range(0, len(said), 4_800):
            sink.write(said[start : start + 4_800])
        sink.finish()
        assert sink.played_s == pytest.approx(len(said) / 48_000)
    assert not path.exists()

    sink.close()
    sink.close()

    assert content(path) == (24_000, first + bytes(24_000) + second)
    assert names_in(tmp_path) == ["said.wav"]
    assert sink.name == "said.wav"
    assert sink.latency_s == 0


def test_a_voice_of_another_rate_keeps_its_pitch_and_length(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    sink = FileSink(path, gap_s=0)
    sink.begin(24_000)
    sink.write(pcm(0.1, 24_000))
    sink.finish()
    sink.begin(22_050)
    sink.write(pcm(1.0, 22_050))
    sink.finish()
    sink.close()

    rate, said = content(path)

    assert rate == 24_000
    second = np.frombuffer(said, "<i2")[2_400:]
    assert len(second) == pytest.approx(24_000, abs=2)
    wanted = np.frombuffer(pcm(1.0, 24_000), "<i2")
    assert np.max(np.abs(second[500:23_000] - wanted[500:23_000].astype(int))) < 300


def test_nothing_is_taken_between_stop_and_begin(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    sink = FileSink(path)
    sink.begin(16_000)
    sink.write(b"\0\x20" * 100)
    assert sink.level > 0
    stopper = threading.Thread(target=sink.stop)
    stopper.start()
    stopper.join(2)
    sink.write(b"\2\0" * 100)
    sink.finish()
    assert sink.level == 0
    assert sink.played_s == 100 / 16_000
    sink.close()
    assert content(path) == (16_000, b"\0\x20" * 100)


def test_silence_throughout_leaves_no_file_unless_begun(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "said.wav")
    sink.write(b"\1\0")
    sink.close()
    assert names_in(tmp_path) == []


def test_after_a_failure_everything_can_be_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(b"older")
    sink = FileSink(path)
    sink.begin(16_000)
    sink.write(b"\1\0" * 100)
    sink.discard()
    sink.close()
    assert names_in(tmp_path) == ["said.wav"]
    assert path.read_bytes() == b"older"


def test_an_older_file_is_replaced_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(b"older")
    writer = WavWriter(path, 8_000)
    writer.write(b"\1\0")
    assert path.read_bytes() == b"older"
    writer.commit()
    writer.discard()
    assert content(path) == (8_000, b"\1\0")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("there/is/no/such/folder.wav", "There is no folder"),
        (".", "is a folder"),
        ("said.mp3", "only WAV"),
        ("said\0.wav", "Cannot write"),
        ("x" * 300 + ".wav", "Cannot write"),
    ],
)
def test_a_bad_target_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(AudioFileError) as caught:
        FileSink(tmp_path / name).begin(16_000)
    assert reason in caught.value.message
    assert caught.value.next_step
    assert names_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/null")
def test_a_device_is_never_replaced_by_a_file() -> None:
    with pytest.raises(AudioFileError, match="not an ordinary file"):
        FileSink("/dev/null").begin(16_000)
    assert not Path("/dev/null").is_file()


@contextlib.contextmanager
def files_limited_to(size_bytes: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="this system cannot limit file sizes")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("byte_count", [200_000, 10_100])
def test_a_full_disk_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, byte_count: int
) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(b"older")
    with files_limited_to(10_000), pytest.raises(AudioFileError, match=r"Cannot write .*said\.wav"):
        write_wav(path, bytes(byte_count), 16_000)
    assert names_in(tmp_path) == ["said.wav"]
    assert path.read_bytes() == b"older"


def test_a_sink_that_met_a_full_disk_closes_quietly(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "said.wav")
    sink.begin(16_000)
    with files_limited_to(10_000), pytest.raises(AudioFileError):
        sink.write(bytes(400_000))
    sink.write(bytes(100))
    sink.finish()
    sink.close()
    assert names_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.wav").write_bytes(b"older")
    (tmp_path / "link.wav").symlink_to("real.wav")
    write_wav(tmp_path / "link.wav", b"\1\0", 16_000)
    assert (tmp_path / "link.wav").is_symlink()
    assert content(tmp_path / "real.wav") == (16_000, b"\1\0")
