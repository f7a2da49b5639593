"""Which microphones and loudspeakers there are, through PortAudio."""

import contextlib
import ctypes
import platform
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from os1.errors import DeviceMissing

Kind = Literal["input", "output"]

_WORDS = {"input": "microphone", "output": "loudspeaker"}
_open_streams: set[Any] = set()
_lock = threading.Lock()
"""PortAudio may be asked and initialised by one thread at a time."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One device in one direction.

    index: PortAudio's number for it, until devices come or go.
    kind: "input" or "output". default_sample_rate: in Hz.
    is_default: what the system would choose.
    """

    index: int
    name: str
    kind: Kind
    channels: int
    default_sample_rate: float
    host_api: str
    is_default: bool


def load_sounddevice() -> Any:
    """The sounddevice module. Raises DeviceMissing where PortAudio does not load."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceMissing(
            "Sound devices cannot be used: the PortAudio library is not installed.",
            "Install it: sudo apt install libportaudio2."
            if platform.system() == "Linux"
            else "Install it again: pip install --force-reinstall sounddevice.",
        ) from error
    _hush_alsa()
    return sounddevice


# ALSA calls this as (file, line, function, error, format, ...) for every hiccup.
_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


# What matters reaches us as an error or a flag; the terminal is for the user. Kept
# here because ALSA holds on to it.
_say_nothing = _AlsaHandler(lambda *_: None)


@cache
def _hush_alsa() -> None:
    if platform.system() == "Linux":
        # Without ALSA there is nothing to hush.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_say_nothing)


def list_devices() -> tuple[list[DeviceInfo], list[DeviceInfo]]:
    """All inputs and all outputs; as they are now, unless one is in use.

    Raises DeviceMissing without PortAudio.
    """
    sounddevice = load_sounddevice()
    with _lock:
        try:
            if not _open_streams:
                _look_again(sounddevice)
            found = list(sounddevice.query_devices())
            hosts = list(sounddevice.query_hostapis())
        except sounddevice.PortAudioError as error:
            raise DeviceMissing(
                f"The sound system does not answer: {error}.", "Is a sound server running?"
            ) from error
    default = {"input": sounddevice.default.device[0], "output": sounddevice.default.device[1]}
    return _of_kind("input", found, hosts, default), _of_kind("output", found, hosts, default)


def find_device(wanted: str, kind: Kind) -> DeviceInfo:
    """The device of that number or name; the system's choice for "".

    A name may be part of one, in any case, if only one device has it.
    Raises DeviceMissing, saying what there is.
    """
    inputs, outputs = list_devices()
    devices = inputs if kind == "input" else outputs
    word = _WORDS[kind]
    if not devices:
        raise DeviceMissing(
            f"There is no {word}.", "Connect one, or start the sound server; then try again."
        )
    wanted = wanted.strip()
    if not wanted:
        return next((device for device in devices if device.is_default), devices[0])
    matches = _matches(wanted, devices)
    if len(matches) == 1:
        return matches[0]
    there = ", ".join(f"{device.index} {device.name}" for device in matches or devices)
    if matches:
        raise DeviceMissing(f'More than one {word} is called "{wanted}": {there}.', "Be exact.")
    raise DeviceMissing(f'There is no {word} "{wanted}".', f"There is: {there}.")


def open_stream(make: Any, **options: Any) -> Any:
    """A started stream, remembered so that nobody resets PortAudio. Raises PortAudioError."""
    with _lock:
        stream = make(**options)
        try:
            stream.start()
        except BaseException:
            stream.close()
            raise
        _open_streams.add(stream)
    return stream


def close_stream(stream: Any) -> None:
    """Drop what is still to be played, and close."""
    stream.abort()
    stream.close()
    with _lock:
        _open_streams.discard(stream)


def _look_again(sounddevice: Any) -> None:
    """Let PortAudio see what came or went: by itself it looks only once.

    Streams would be torn down. Public names for this do not exist; sounddevice's
    author recommends these.
    """
    sounddevice._terminate()
    sounddevice._initialize()


def _of_kind(
    kind: Kind, found: list[Any], hosts: list[Any], default: dict[str, int]
) -> list[DeviceInfo]:
    return [
        DeviceInfo(
            index=device["index"],
            name=device["name"],
            kind=kind,
            channels=device[f"max_{kind}_channels"],
            default_sample_rate=device["default_samplerate"],
            host_api=hosts[device["hostapi"]]["name"],
            is_default=device["index"] == default[kind],
        )
        for device in found
        if device[f"max_{kind}_channels"] > 0
    ]


def _matches(wanted: str, devices: list[DeviceInfo]) -> list[DeviceInfo]:
    """Those it may mean: by number, else by its whole name, else by part of it."""
    if wanted.isdecimal() and (found := [d for d in devices if d.index == int(wanted)]):
        return found
    key = wanted.casefold()
    whole = [d for d in devices if d.name.casefold() == key]
    if len(whole) > 1:
        # The same device through several host APIs: the system's own choice first.
        return [d for d in whole if d.is_default][:1] or whole[:1]
    return whole or [d for d in devices if key in d.name.casefold()]
