"""What OS1 needs of the system itself, as tables.

Each line is looked for by what is really used (a library's soname, a program,
a file), not by a package's name: names differ between releases (libglib2.0-0
became libglib2.0-0t64), sonames do not, and a machine without apt is served too.
Only what is needed directly is listed; apt brings what those need.
"""

import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """How to look for a thing."""

    LIBRARY = "library"  # a soname the dynamic linker can find
    PROGRAM = "program"  # a command on the path
    FILE = "file"  # a file matching one of the patterns, counted from /
    MODULE = "module"  # a standard module of the Python in use


@dataclass(frozen=True)
class Need:
    """One thing, the Debian/Ubuntu package that brings it, and what it is for."""

    kind: Kind
    name: str
    package: str
    why: str

    @property
    def optional(self) -> bool:
        """Whether a part of OS1 still works without it (SYSTEM=skip)."""
        return self.kind is not Kind.MODULE


def _library(name: str, package: str, why: str) -> Need:
    return Need(Kind.LIBRARY, name, package, why)


def _program(name: str, package: str, why: str) -> Need:
    return Need(Kind.PROGRAM, name, package, why)


SOUND = (_library("libportaudio.so.2", "libportaudio2", "the microphone and the loudspeaker"),)

WINDOW = tuple(
    _library(soname, package, "her window")
    for soname, package in (
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libwayland-cursor.so.0", "libwayland-cursor0"),
        ("libwayland-egl.so.1", "libwayland-egl1"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-image.so.0", "libxcb-image0"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxcb-randr.so.0", "libxcb-randr0"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxcb-shape.so.0", "libxcb-shape0"),
        ("libxcb-xkb.so.1", "libxcb-xkb1"),
    )
)

RUN = SOUND + WINDOW

_ALSA_FOLDERS = ("usr/lib/*/alsa-lib", "usr/lib64/alsa-lib", "usr/lib/alsa-lib")

VIRTUAL_SOUND_CARD = (
    _program("pulseaudio", "pulseaudio", "a virtual sound card for the tests"),
    _program("paplay", "pulseaudio-utils", "a virtual sound card for the tests"),
    Need(
        Kind.FILE,
        ":".join(f"{folder}/libasound_module_pcm_pulse.so" for folder in _ALSA_FOLDERS),
        "libasound2-plugins",
        "a virtual sound card for the tests",
    ),
)

TEST = (
    *RUN,
    *VIRTUAL_SOUND_CARD,
    _program("espeak-ng", "espeak-ng", "the system voice, and Korean speech for the tests"),
    _program("xvfb-run", "xvfb", "a screen for the window tests"),
    _program("xauth", "xauth", "a screen for the window tests"),
)


def python_needs(version: "tuple[int, int]", executable: Path) -> "tuple[Need, ...]":
    """What the interpreter must have to make a virtual environment.

    Debian keeps it in a package of its own, named for the exact version.
    """
    package = f"python{version[0]}.{version[1]}-venv"
    if not executable.is_relative_to("/usr/bin"):
        package = ""
    return tuple(
        Need(Kind.MODULE, name, package, "a Python environment of OS1's own")
        for name in ("ensurepip", "venv")
    )


def for_layer(layer: str) -> "tuple[Need, ...]":
    """Everything a layer needs here. Elsewhere than on Linux the wheels bring it all."""
    executable = Path(getattr(sys, "_base_executable", sys.executable))
    needs = python_needs(sys.version_info[:2], executable)
    if not sys.platform.startswith("linux"):
        return needs
    return (*needs, *(TEST if layer == "test" else RUN))
