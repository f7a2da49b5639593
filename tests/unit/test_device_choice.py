"""Which device is meant, with made-up devices in PortAudio's place."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from os1.errors import DeviceMissing
from os1.speech import devices
from os1.speech.devices import find_device, list_devices
from os1.speech.loudspeaker import Loudspeaker
from os1.speech.microphone import Microphone


class PortAudioError(Exception):
    pass


def device(index: int, name: str, inputs: int, outputs: int, host: int = 0) -> dict[str, Any]:
    return {
        "index": index,
        "name": name,
        "hostapi": host,
        "max_input_channels": inputs,
        "max_output_channels": outputs,
        "default_samplerate": 48_000.0,
    }


THERE = [
    device(0, "HDA Intel: Analog", 2, 2),
    device(1, "USB Headset", 1, 2),
    device(2, "HDMI 1", 0, 8),
    device(3, "HDMI 2", 0, 8),
    device(4, "USB Headset", 1, 2, host=1),
    device(5, "Line 2", 2, 0),
]


def refuse(**_: object) -> None:
    raise PortAudioError("Device unavailable [PaErrorCode -9985]")


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    fake = SimpleNamespace(
        PortAudioError=PortAudioError,
        found=THERE,
        scans=0,
        default=SimpleNamespace(device=[1, 0]),
        RawInputStream=refuse,
        RawOutputStream=refuse,
    )

    def initialise() -> None:
        fake.scans += 1

    fake.query_devices = lambda: fake.found
    fake.query_hostapis = lambda: [{"name": "ALSA"}, {"name": "JACK"}]
    fake._terminate = lambda: None
    fake._initialize = initialise
    monkeypatch.setattr(devices, "load_sounddevice", lambda: fake)
    for module in ("microphone", "loudspeaker"):
        monkeypatch.setattr(f"os1.speech.{module}.load_sounddevice", lambda: fake)
    return fake


@pytest.mark.parametrize(
    ("wanted", "kind", "index"),
    [
        ("", "input", 1),
        ("", "output", 0),
        ("  ", "output", 0),
        ("5", "input", 5),
        ("HDMI 2", "output", 3),
        ("hdmi 2", "output", 3),
        ("2", "output", 2),
        ("intel", "input", 0),
        ("usb headset", "input", 1),
        ("usb headset", "output", 1),
        ("line", "input", 5),
    ],
)
def test_a_device_is_meant_by_number_name_or_part_of_it(
    portaudio: SimpleNamespace, wanted: str, kind: devices.Kind, index: int
) -> None:
    assert find_device(wanted, kind).index == index


@pytest.mark.parametrize(
    ("wanted", "kind", "message", "step"),
    [
        ("hdmi", "output", 'More than one loudspeaker is called "hdmi": 2 HDMI 1, 3 HDMI 2.', ""),
        ("gramophone", "input", 'There is no microphone "gramophone".', "5 Line 2"),
        ("99", "output", 'There is no loudspeaker "99".', "2 HDMI 1"),
        ("HDMI 1", "input", 'There is no microphone "HDMI 1".', "USB Headset"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(
    portaudio: SimpleNamespace, wanted: str, kind: devices.Kind, message: str, step: str
) -> None:
    with pytest.raises(DeviceMissing) as caught:
        find_device(wanted, kind)
    assert caught.value.message == message
    assert step in caught.value.next_step
    assert caught.value.exit_code == 3


def test_no_device_at_all_is_another_answer(portaudio: SimpleNamespace) -> None:
    portaudio.found = [device(0, "HDMI 1", 0, 8)]
    with pytest.raises(DeviceMissing, match=r"^There is no microphone\. Connect one"):
        find_device("", "input")
    assert find_device("", "output").name == "HDMI 1"


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DeviceMissing, match="PortAudio library is not installed") as caught:
        list_devices()
    assert caught.value.next_step


def test_each_look_sees_what_came_or_went(portaudio: SimpleNamespace) -> None:
    list_devices()
    portaudio.found = THERE[:1]
    inputs, outputs = list_devices()
    assert [d.name for d in inputs + outputs] == ["HDA Intel: Analog"] * 2
    assert portaudio.scans == 2


def test_an_open_stream_is_not_torn_down_by_a_look(portaudio: SimpleNamespace) -> None:
    stream = devices.open_stream(lambda **_: _Stream())
    list_devices()
    assert portaudio.scans == 0
    devices.close_stream(stream)
    assert stream.done == ["start", "abort", "close"]
    list_devices()
    assert portaudio.scans == 1


class _Stream:
    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda: self.done.append(name)


def test_a_device_in_use_elsewhere_is_named_with_the_reason(portaudio: SimpleNamespace) -> None:
    clock = SimpleNamespace(now_s=lambda: 0.0)
    with pytest.raises(DeviceMissing, match=r'microphone "Line 2" cannot be opened: Device unav'):
        Microphone("line", clock).open()
    with pytest.raises(DeviceMissing, match=r'loudspeaker "HDMI 1" cannot be opened: Device unav'):
        Loudspeaker("hdmi 1").begin(24_000)


def test_what_was_never_opened_is_silent_and_closes() -> None:
    speaker = Loudspeaker("somewhere")
    speaker.write(b"\1\2")
    speaker.finish()
    speaker.stop()
    assert (speaker.played_s, speaker.level, speaker.name) == (0, 0, "somewhere")
    speaker.close()
