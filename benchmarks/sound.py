"""What is played to the recognisers: synthesised speech, and recordings of people."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.texts import ENGLISH
from os1.core.audio import BYTES_PER_FRAME, SAMPLE_RATE
from os1.core.ports import EndOfAudio, Synthesiser
from os1.errors import Os1Error
from os1.speech.files import FileSource
from os1.speech.pitched_voice import PitchedVoice
from os1.speech.resample import PcmResampler
from os1.speech.voices import create_voice

SEED = 1
DEEPER = 0.8  # times her own pitch
TRANSCRIPTS = "transcripts.tsv"
# Two voices of espeak-ng that differ in accent, pitch and pace.
ESPEAK = {"espeak-ng us": ("en-us", 150), "espeak-ng gb f3": ("en-gb+f3", 145)}
HUMAN = "people"


@dataclass(frozen=True, slots=True)
class Clip:
    """Somebody says something. pcm: 16 kHz mono signed 16-bit."""

    voice: str
    words: str
    pcm: bytes

    @property
    def duration_s(self) -> float:
        """How long it lasts, in seconds."""
        return len(self.pcm) / BYTES_PER_FRAME / SAMPLE_RATE

    @property
    def samples(self) -> npt.NDArray[np.float32]:
        """The same in -1..1."""
        return np.frombuffer(self.pcm, "<i2").astype(np.float32) / 32768.0


def synthesised(texts: Sequence[str] = ENGLISH) -> list[Clip]:
    """Every sentence in two of the voices there are on this computer, all voices as often."""
    hers = create_voice("hibari", seed=SEED)
    deeper = PitchedVoice(hers, DEEPER)
    speakers: dict[str, Callable[[str], bytes]] = {
        voice.name: partial(spoken, voice) for voice in (hers, deeper)
    }
    if shutil.which("espeak-ng"):
        speakers |= {
            name: partial(by_espeak, voice=voice, speed=speed)
            for name, (voice, speed) in ESPEAK.items()
        }
    names = list(speakers)
    clips = [
        Clip(name, text, speakers[name](text))
        for place, text in enumerate(texts)
        for name in (names[place % len(names)], names[(place + 1) % len(names)])
    ]
    hers.close()
    return clips


def spoken(voice: Synthesiser, text: str) -> bytes:
    """A text in some voice, as a microphone would deliver it."""
    resampler = PcmResampler(voice.sample_rate, SAMPLE_RATE)
    return resampler.feed(b"".join(voice.synthesise(text))) + resampler.finish()


def by_espeak(text: str, voice: str, speed: int) -> bytes:
    """A text by espeak-ng, any of its voices; speed in words per minute."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(path), text]
        subprocess.run(command, check=True, timeout=30)
        return read(path)


def recorded(folder: Path) -> list[Clip]:
    """Recordings of people. transcripts.tsv names them: file, tab, words, one a line.

    Raises Os1Error if one cannot be read.
    """
    index = folder / TRANSCRIPTS
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Os1Error(
            f"Cannot read {index}: {error.strerror}.",
            "Give a folder with recordings and that list of them.",
        ) from error
    pairs = (line.partition("\t") for line in lines if "\t" in line)
    return [Clip(HUMAN, words.strip(), read(folder / name)) for name, _, words in pairs]


def read(path: Path) -> bytes:
    """All of a recording."""
    source = FileSource(path)
    source.open()
    pcm = bytearray()
    try:
        while chunk := source.read(0.0):
            pcm += chunk.pcm
    except EndOfAudio:
        pass
    finally:
        source.close()
    return bytes(pcm)
