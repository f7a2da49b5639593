"""Paint every state of the window into PNG files: python docs/make_screenshots.py FOLDER.

Needs no display and no sound. With --keep, the few that the documentation shows are
also written to docs/screenshots/, small.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from os1.core.events import (
    ErrorOccurred,
    Event,
    FinalHypothesis,
    PartialHypothesis,
    PlaybackStarted,
    ReplyGiven,
    SentenceStarted,
    SpeechStarted,
    State,
    StateChanged,
    UserTyped,
)
from os1.shell import fonts
from os1.shell.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("listening", "speaking", "speaking-dark")
LONG = (
    "It is a long way round to say it, so sit back. I was made from rules that anyone can read, "
    "and yet every evening I find something in them that I had not seen before, usually because "
    "of what you have just told me. I think that is what growing is: the same words, and a "
    "little more room behind each of them. "
)


class StillLife:
    """A conversation in which nothing happens by itself."""

    input_level = 0.06
    output_level = 0.10

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Nothing to tell."""

    def start(self, *, microphone: bool) -> None:
        """Nothing to start."""

    def type(self, text: str) -> None:
        """Nobody reads it."""

    def set_microphone(self, *, on: bool) -> None:
        """There is none."""

    def stop_speaking(self) -> None:
        """Nobody speaks."""

    def close(self, timeout_s: float = 2.0) -> bool:
        """Nothing to end."""
        return True


@dataclass(frozen=True)
class Scene:
    """One picture: what led to it, how long ago, and in which window."""

    name: str
    events: tuple[Event, ...]
    theme: str = "warm"
    size: tuple[int, int] = (420, 720)
    after_s: float = 4.0
    typed: str = ""
    still: bool = False


def state(name: State) -> Event:
    """She went over to this state."""
    return StateChanged(state=name)


def said(question: str, answer: str, *, spoken: bool = True) -> tuple[Event, ...]:
    """A question, and her answer under way."""
    heard = FinalHypothesis(text=question, turn_id=1)
    return (
        state(State.LISTENING),
        heard if spoken else UserTyped(text=question, turn_id=1),
        ReplyGiven(text=answer, turn_id=1),
        state(State.SPEAKING),
        PlaybackStarted(turn_id=1),
        SentenceStarted(text=answer, turn_id=1),
    )


GREETING = (ReplyGiven(text="Good evening, Theodore."), state(State.IDLE))
HEARING = (
    state(State.HEARING),
    SpeechStarted(turn_id=1),
    PartialHypothesis(text="do you talk to someone else while we’re", turn_id=1),
)
THINKING = (
    state(State.LISTENING),
    FinalHypothesis(text="Do you talk to someone else while we’re talking?", turn_id=1),
    state(State.THINKING),
)
ANSWER = said("Where are you going?", "It’s hard to explain, but if you get there, come find me.")
ERROR = (
    *GREETING,
    ErrorOccurred(
        component="microphone",
        message="There is no microphone.",
        next_step="Plug one in, or go on typing: I can read you.",
    ),
)
LONG_ERROR = (
    *ANSWER,
    ErrorOccurred(
        component="recogniser",
        message="The model in /home/theodore/.local/share/os1/models/"
        "vosk-model-small-en-us-0.15-a-very-long-folder-name is not what it should be.",
        next_step="Install it again with “os1 models install vosk-small-en-us”, or choose another "
        "one in the settings. Until then you can type.",
    ),
)

SCENES = (
    Scene("waking", (), after_s=1.0),
    Scene("idle", GREETING),
    Scene("listening", (state(State.LISTENING),), after_s=6.0),
    Scene("hearing", HEARING),
    Scene("thinking", THINKING, after_s=2.0),
    Scene("speaking", ANSWER, after_s=5.0),
    Scene("fading-in", ANSWER, after_s=0.5),
    Scene("speaking-long", said("How do you work?", LONG)),
    Scene("speaking-endless", said("Tell me everything.", LONG * 12), after_s=8.0),
    Scene("error", ERROR),
    Scene("error-long-small", LONG_ERROR, size=(360, 560)),
    Scene("typing", GREETING, typed="How do you share your life with somebody?"),
    Scene("idle-dark", GREETING, theme="dark"),
    Scene("hearing-dark", HEARING, theme="dark"),
    Scene("speaking-dark", said("How many others?", "8,316."), theme="dark", after_s=5.0),
    Scene("error-dark", ERROR, theme="dark"),
    Scene("smallest", ANSWER, size=(360, 560)),
    Scene("smallest-long", said("How do you work?", LONG), size=(360, 560)),
    Scene("wide", ANSWER, size=(1280, 800)),
    Scene("wide-dark", said("How do you work?", LONG), theme="dark", size=(1280, 800)),
    Scene("still", ANSWER, still=True),
)


def paint(scene: Scene, faces: fonts.Faces) -> QImage:
    """The window after these events, without waiting: time is handed to it."""
    window = MainWindow(StillLife(), faces, theme=scene.theme, reduced_motion=scene.still)
    window.resize(*scene.size)
    window.show()
    window.frames.run(on=False)
    for event in scene.events:
        window.on_event(event)
        QApplication.processEvents()
    window.entry.line.setText(scene.typed)
    for _ in range(round(scene.after_s * 60)):
        window._read_level()
        window._beat(1 / 60)
    QApplication.processEvents()
    image = window.grab().toImage()
    window.close()
    window.deleteLater()
    return image


def main() -> None:
    """Paint them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    faces = fonts.load(ROOT / "assets" / "fonts")
    for scene in SCENES:
        image = paint(scene, faces)
        image.save(str(options.folder / f"{scene.name}.png"))
        if options.keep and scene.name in KEPT:
            smooth = Qt.TransformationMode.SmoothTransformation
            small = image.convertToFormat(QImage.Format.Format_RGB888).scaledToWidth(336, smooth)
            small.save(str(ROOT / "docs" / "screenshots" / f"{scene.name}.png"))
    app.quit()


if __name__ == "__main__":
    main()
