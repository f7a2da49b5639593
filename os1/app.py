"""Puts OS1 together: the only module that picks adapters and wires them.

Every function makes one part as the settings ask for it. Models are verified
before they are loaded, and loaded by whoever calls, on the thread that will use them.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from os1.config import Settings
from os1.core.clock import MonotonicClock
from os1.core.live import LiveConversation, Parts
from os1.core.ports import (
    AudioSink,
    AudioSource,
    Clock,
    Dialogue,
    Recogniser,
    Synthesiser,
    VoiceDetector,
)
from os1.core.recorded import RecordedConversation
from os1.core.turns import Duplex, TurnController
from os1.dialogue.living import LivingConversation
from os1.dialogue.store import ScriptStore
from os1.paths import Paths, assets_dir

if TYPE_CHECKING:
    from os1.speech.echo import FarEnd


def make_dialogue(paths: Paths) -> Dialogue:
    """Samantha. Raises ScriptError if her script has a mistake."""
    store = ScriptStore(assets_dir() / "samantha", cache=paths.cache_dir / "scripts")
    return LivingConversation(store)


def make_detector() -> VoiceDetector:
    """The voice detector. Raises ModelMissing."""
    from os1.speech.vad import SileroDetector

    return SileroDetector()


def make_recogniser(settings: Settings, paths: Paths) -> Recogniser:
    """The recogniser that was asked for. Raises ModelMissing or ModelCorrupt."""
    from os1.speech.models.choose import choose_recogniser
    from os1.speech.models.weights import verify_whisper

    wanted = settings.listening
    choice = choose_recogniser(wanted.recogniser, wanted.model, paths.model_folders)
    if choice.kind == "vosk":
        from os1.speech.vosk import VoskRecogniser

        return VoskRecogniser(choice.path)
    from os1.speech.whisper import WhisperModel, WhisperRecogniser

    return WhisperRecogniser(WhisperModel(verify_whisper(choice.path)))


def make_voice(settings: Settings) -> Synthesiser:
    """Her voice. Raises VoiceError."""
    from os1.speech.voices import create_voice

    return create_voice(settings.speaking.voice)


def make_microphone(
    settings: Settings, backend: str, clock: Clock, far_end: "FarEnd | None" = None
) -> AudioSource:
    """What she hears through. Raises DeviceMissing when opened, not here.

    With the mock backend the "device" is a recording, heard as if spoken now, or a
    silent room.
    """
    device = settings.listening.input_device
    if backend == "mock":
        from os1.fakes.sound import ScriptedMicrophone

        pcm = _whole_recording(device) if device else b""
        return ScriptedMicrophone(pcm, clock=clock, then="silence")
    from os1.speech.microphone import Microphone

    microphone = Microphone(device, clock)
    if far_end is None:
        return microphone
    from os1.speech.echo import EchoCancelled

    return EchoCancelled(microphone, far_end)


def make_speaker(settings: Settings, backend: str, far_end: "FarEnd | None" = None) -> AudioSink:
    """What she speaks through. With the mock backend a WAV file, or nothing at all.

    far_end: told all that is played, so that it can be taken out of what is heard.
    """
    device = settings.speaking.output_device
    if backend == "mock":
        if device:
            from os1.speech.files import FileSink

            return FileSink(device)
        from os1.fakes.sound import MemorySink

        return MemorySink(paced=True)
    from os1.speech.loudspeaker import Loudspeaker

    return Loudspeaker(device, far_end.feed if far_end else None)


def live_conversation(settings: Settings, paths: Paths, backend: str) -> LiveConversation:
    """A conversation by microphone, keyboard and loudspeaker. Raises ScriptError."""
    from os1.speech.echo import FarEnd

    clock = MonotonicClock()
    full = settings.listening.duplex == "full" and backend != "mock"
    far_end = FarEnd(clock) if full else None
    parts = Parts(
        source=lambda clock: make_microphone(settings, backend, clock, far_end),
        detector=make_detector,
        recogniser=lambda: make_recogniser(settings, paths),
        voice=lambda: make_voice(settings),
        sink=lambda: make_speaker(settings, backend, far_end),
        speed=settings.speaking.speed,
    )
    controller = TurnController(duplex=Duplex.FULL if full else Duplex.HALF)
    dialogue = make_dialogue(paths)
    # Nobody waits for this: it is over before the first words have been spoken.
    threading.Thread(target=dialogue.warm_up, name="warm-up", daemon=True).start()
    return LiveConversation(dialogue, parts, controller, clock)


def recorded_conversation(
    settings: Settings, paths: Paths, source: AudioSource, sink: AudioSink
) -> RecordedConversation:
    """A conversation with a recording. Raises what its parts raise."""
    dialogue = make_dialogue(paths)
    dialogue.warm_up()
    return RecordedConversation(
        dialogue,
        source=source,
        detector=make_detector(),
        recogniser=make_recogniser(settings, paths),
        voice=make_voice(settings),
        sink=sink,
        speed=settings.speaking.speed,
    )


def _whole_recording(path: str) -> bytes:
    from os1.core.ports import EndOfAudio
    from os1.speech.files import FileSource

    source = FileSource(Path(path))
    source.open()
    pieces = []
    try:
        while chunk := source.read(1.0):
            pieces.append(chunk.pcm)
    except EndOfAudio:
        return b"".join(pieces)
    finally:
        source.close()
    return b"".join(pieces)
