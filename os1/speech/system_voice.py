"""The operating system's own voices (espeak-ng, SAPI5, NSSpeech), through pyttsx3.

An engine of the system may stall and cannot be stopped from within, so it lives
in a helper process that can be killed; what comes back is plain sound.
"""

import contextlib
import json
import platform
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import os1
from os1.errors import AudioFileError, VoiceError
from os1.speech.recording import load_soundfile
from os1.speech.resample import Resampler, Samples, to_mono, to_pcm
from os1.speech.silence import trim

SAMPLE_RATE = 22_050
_BLOCK_BYTES = SAMPLE_RATE // 10 * 2
_PAUSE_S = 0.25
_POLL_S = 0.02
_START_LIMIT_S = 15.0


def helper_command() -> list[str]:
    """How to start the helper process."""
    return [sys.executable, "-m", "os1.speech.system_voice_worker"]


def speaking_limit_s(text: str) -> float:
    """How long an engine may take for this text before it counts as stalled, in seconds."""
    return 5.0 + 0.05 * len(text)


class SystemVoice:
    """A voice of the operating system. A `Synthesiser`.

    voice_id: as the system names it ("gmw/en-us"); "" for the system's own choice.
    command: how to start the helper, instead of `helper_command`.

    One caller at a time; `close` may come from any thread.
    """

    sample_rate = SAMPLE_RATE

    def __init__(self, voice_id: str = "", command: Sequence[str] | None = None) -> None:
        self._voice_id = voice_id
        self._command = command
        self._helper: _Helper | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Such as "system" or "system:gmw/en-us"."""
        return f"system:{self._voice_id}" if self._voice_id else "system"

    def warm_up(self) -> None:
        """Start the helper. Raises VoiceError."""
        self.voices()

    def voices(self) -> list[dict[str, str]]:
        """All the system's voices: id, name, language, gender. Raises VoiceError."""
        *_, reply = self._ask({"do": "voices"}, 5.0)
        return list(reply["voices"])

    def synthesise(self, sentence: str, speed: float = 1.0) -> Iterator[bytes]:
        """Blocks of 0.1 s or less; empty ones while the engine is still at work.

        The empty blocks let the caller look up and abandon the work, which kills
        the helper if need be. Text with nothing to pronounce yields nothing.
        """
        text = "".join(letter if letter.isprintable() else " " for letter in sentence).strip()
        if not any(letter.isalnum() for letter in text):
            return
        with tempfile.TemporaryDirectory(prefix="os1-voice-") as folder:
            path = Path(folder) / ("said.aiff" if sys.platform == "darwin" else "said.wav")
            request = {"do": "speak", "text": text, "voice": self._voice_id, "speed": speed}
            for reply in self._ask({**request, "path": str(path)}, speaking_limit_s(text)):
                if reply is None:
                    yield b""
            pcm = to_pcm(trim(self._rendered(path), SAMPLE_RATE, _PAUSE_S / speed))
        for start in range(0, len(pcm), _BLOCK_BYTES):
            yield pcm[start : start + _BLOCK_BYTES]

    def close(self) -> None:
        """End the helper; the next sentence would start another."""
        with self._lock:
            helper, self._helper = self._helper, None
        if helper is not None:
            helper.kill()

    def _ask(self, request: dict[str, Any], limit_s: float) -> Iterator[Any]:
        """None every 20 ms until the helper answers, then its answer. Raises VoiceError."""
        answered = False
        try:
            if self._helper is not None and self._helper.ended:
                self.close()
            if (helper := self._helper) is None:
                helper = _Helper(self._command or helper_command())
                with self._lock:
                    self._helper = helper
                yield from self._wait(helper, _START_LIMIT_S, started=False)
            helper.send(request)
            yield from self._wait(helper, limit_s, started=True)
            answered = True
        finally:
            if not answered:
                self.close()

    def _wait(self, helper: "_Helper", limit_s: float, *, started: bool) -> Iterator[Any]:
        deadline = time.monotonic() + limit_s
        while (reply := helper.reply(_POLL_S)) is None:
            if time.monotonic() > deadline:
                what = "did not answer" if started else "did not start"
                raise VoiceError(
                    f"The system's voice {what} within {limit_s:.0f} seconds.",
                    "Try again, or choose the voice hibari.",
                )
            yield None
        if "error" in reply:
            reason = str(reply["error"]).strip().rstrip(".!")
            step = "Look at `os1 voices`, or choose the voice hibari."
            if not started:
                step = _what_to_install()
            raise VoiceError(f"The system's voice cannot speak: {reason}.", step)
        yield reply

    def _rendered(self, path: Path) -> Samples:
        """The mono samples of what was rendered, at SAMPLE_RATE."""
        try:
            soundfile = load_soundfile()
            sound, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
        except (RuntimeError, OSError, AudioFileError) as error:
            raise VoiceError(
                f"The sound made by {self.name} cannot be read: {error}", "Choose the voice hibari."
            ) from error
        resampler = Resampler(rate, SAMPLE_RATE)
        mono = resampler.feed(to_mono(sound))
        if rate == SAMPLE_RATE:
            return mono
        import numpy as np

        return np.concatenate([mono, resampler.finish()])


class _Helper:
    """The process, and a thread that reads what it says."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- the command is our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Found from its own folder, wherever os1 was started from.
                cwd=Path(os1.__file__).resolve().parent.parent,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise VoiceError(
                f"The system's voice cannot be started: {error}.", "Choose the voice hibari."
            ) from error
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="system-voice", daemon=True).start()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, request: dict[str, Any]) -> None:
        # A helper that has died says so in `reply`.
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()

    def reply(self, timeout_s: float) -> dict[str, Any] | None:
        """Its next answer, or None if there was none in time."""
        try:
            line = self._lines.get(timeout=timeout_s)
        except queue.Empty:
            return None
        try:
            reply: dict[str, Any] = json.loads(line)
        except ValueError:
            return {"error": "its helper process ended"}
        return reply

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _read(self) -> None:
        if (output := self._process.stdout) is not None:
            with output:
                for line in output:
                    self._lines.put(line)
        self._lines.put(b"")


def _what_to_install() -> str:
    if platform.system() == "Linux":
        return "Install espeak-ng: sudo apt install espeak-ng. Or choose the voice hibari."
    return "Look at the speech settings of your system, or choose the voice hibari."
