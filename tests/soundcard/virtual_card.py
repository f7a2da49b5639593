"""A sound card without hardware: a private PulseAudio with a microphone and a loudspeaker.

Nothing of the user's own sound set-up is read, written or disturbed: home, runtime
folder, socket and ALSA's settings all lie in a temporary folder. PortAudio must
see that folder when it starts, so whatever is tested runs in a process of its own,
with `card.environment`.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

APT = "sudo apt install pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
ALSA_SETTINGS = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"
RATE = 48_000


def wait_until(condition: Callable[[], bool], what: str, limit_s: float = 10.0) -> None:
    """Return once the condition holds; fail, saying what was waited for, if it never does."""
    deadline = time.monotonic() + limit_s
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {limit_s} s in vain for {what}")
        pause.wait(0.01)


@dataclass
class Recording:
    """What came out of the loudspeaker while it was recorded.

    blocks: `time.monotonic` when each block of `block_frames` had arrived, and its
    samples, mono at `rate` Hz; the recorder itself is some 10 ms late.
    """

    rate: int = RATE
    block_frames: int = RATE // 200
    keep: bool = True
    blocks: list[tuple[float, np.ndarray]] = field(default_factory=list)

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate([block for _, block in self.blocks] or [np.zeros(0)])

    def loud_times_s(self, above: float = 0.05) -> list[float]:
        """When each block arrived that holds something louder than that (0 to 1)."""
        return [at_s for at_s, block in list(self.blocks) if np.max(np.abs(block)) > above]

    def wait_for(self, seconds: float) -> None:
        """Return when so much more has been recorded."""
        wanted = len(self.blocks) + seconds * self.rate / self.block_frames
        wait_until(lambda: len(self.blocks) >= wanted, "the recorder", limit_s=seconds + 10)

    def save(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes((self.samples * 32767).astype("<i2").tobytes())


class Card:
    """The virtual sound card. Whatever is played into `os1_mic` is what a microphone hears."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self._awake: list[subprocess.Popen[bytes]] = []
        for name in ("home", "run"):
            (folder / name).mkdir(mode=0o700)
        (folder / "alsa.conf").write_text(ALSA_SETTINGS)

    @property
    def environment(self) -> dict[str, str]:
        """For every process that is to see this card and no other."""
        foreign = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK", "PULSE_SOURCE")
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        return kept | {
            "HOME": str(self.folder / "home"),
            "XDG_CONFIG_HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "PULSE_RUNTIME_PATH": str(self.folder / "run"),
            "PULSE_SERVER": f"unix:{self.folder / 'socket'}",
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "ALSA_CONFIG_PATH": str(self.folder / "alsa.conf"),
        }

    def start(self) -> None:
        modules = (
            f"module-native-protocol-unix socket={self.folder / 'socket'} auth-anonymous=1",
            f"module-null-sink sink_name=os1_mic rate={RATE}",
            f"module-null-sink sink_name=os1_speaker rate={RATE}",
        )
        options = ["-n", "--daemonize=no", "--use-pid-file=no"]
        # It goes by itself once nobody listens any more, should the tests be killed.
        options += ["--exit-idle-time=20"]
        options += [part for module in modules for part in ("-L", module)]
        self._server = self._spawn("pulseaudio", *options)
        wait_until(lambda: self._control("info") == 0, "the sound server to answer")
        assert self._control("set-default-source", "os1_mic.monitor") == 0
        assert self._control("set-default-sink", "os1_speaker") == 0
        # A null sink that nobody hears works in steps of up to two seconds, unlike any
        # real card; one that somebody hears keeps to what its most impatient listener asks.
        listening = [
            self._listen(sink, Recording(keep=False)) for sink in ("os1_mic", "os1_speaker")
        ]
        self._awake = [process for process, _, _ in listening]
        for _, _, begun in listening:
            assert begun.wait(10), "the virtual card is silent"

    def kill(self) -> None:
        """Pull the plug."""
        for process in (self._server, *self._awake):
            if process is not None:
                process.kill()
                process.wait(10)
        self._server, self._awake = None, []
        (self.folder / "socket").unlink(missing_ok=True)

    def restart(self) -> None:
        """Plug it in again."""
        self.kill()
        self.start()

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def play(self, wav: Path) -> None:
        """Say this into the microphone; returns when it has been said."""
        command = ["paplay", "--latency-msec=100", "--device=os1_mic", str(wav)]
        subprocess.run(command, env=self.environment, check=True, timeout=100)

    @contextlib.contextmanager
    def record(self) -> Iterator[Recording]:
        """Record the loudspeaker, from the first line of the block to its end."""
        recording = Recording()
        process, reader, begun = self._listen("os1_speaker", recording)
        try:
            assert begun.wait(10), "the virtual loudspeaker is silent"
            yield recording
        finally:
            process.terminate()
            process.wait(10)
            reader.join(10)

    def echo(self) -> Callable[[], None]:
        """Let the loudspeaker be heard by the microphone, as in a room, until called again."""
        command = ["pactl", "load-module", "module-loopback"]
        command += ["source=os1_speaker.monitor", "sink=os1_mic", "latency_msec=20"]
        loaded = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=20, check=True
        )
        number = loaded.stdout.strip()

        def stop() -> None:
            self._control("unload-module", number)

        return stop

    def python(self, code: str, *arguments: str) -> subprocess.Popen[str]:
        """Run this where the card is the only one there is; lines in, lines out."""
        return subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", code, *arguments],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _listen(
        self, sink: str, recording: Recording
    ) -> "tuple[subprocess.Popen[bytes], threading.Thread, threading.Event]":
        """A recorder of what is played into the sink, its reader, and whether it has begun."""
        process = self._spawn(
            "parec",
            "--raw",
            "--format=s16le",
            f"--rate={RATE}",
            "--channels=1",
            "--latency-msec=5",
            f"--device={sink}.monitor",
            stdout=subprocess.PIPE,
        )
        begun = threading.Event()
        reader = threading.Thread(target=_read_into, args=(recording, process, begun), daemon=True)
        reader.start()
        return process, reader, begun

    def _spawn(self, *command: str, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, env=self.environment, stdout=stdout, stderr=subprocess.DEVNULL
        )

    def _control(self, *command: str) -> int:
        result = subprocess.run(
            ["pactl", *command], env=self.environment, capture_output=True, timeout=20, check=False
        )
        return result.returncode


def _read_into(
    recording: Recording, process: "subprocess.Popen[bytes]", begun: threading.Event
) -> None:
    assert process.stdout is not None
    with process.stdout:
        while block := process.stdout.read(recording.block_frames * 2):
            if recording.keep:
                samples = np.frombuffer(block[: len(block) // 2 * 2], "<i2") / 32768
                recording.blocks.append((time.monotonic(), samples))
            begun.set()


@pytest.fixture(scope="session")
def _session_card() -> Iterator[Card]:
    missing = [
        name for name in ("pulseaudio", "pactl", "paplay", "parec") if not shutil.which(name)
    ]
    if missing:
        pytest.fail(f"The virtual sound card needs {', '.join(missing)}. Install it: {APT}")
    # Not pytest's own folder: the path of a socket may have 107 letters at most.
    with tempfile.TemporaryDirectory(prefix="os1-card-") as folder:
        card = Card(Path(folder))
        try:
            card.start()
            yield card
        finally:
            card.kill()


@pytest.fixture
def card(_session_card: Card) -> Card:
    """The virtual sound card, switched on."""
    if not _session_card.running:
        _session_card.restart()
    return _session_card
