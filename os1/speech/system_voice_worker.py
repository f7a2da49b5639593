"""The helper process that speaks with the operating system's voices.

It may stall or crash as the system's engine pleases; whoever started it can kill
it at any time. One JSON object a line, asked on standard input, answered on
standard output:

    (at start)                                 {"ready": "espeak", "rate": 175}
    {"do": "voices"}                           {"voices": [{"id", "name", "language", "gender"}]}
    {"do": "speak", "text", "voice",
     "speed", "path"}                          {"path": ...}  an audio file, written whole
    anything that went wrong                   {"error": reason}

It ends when its standard input does.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import IO, Any

_SETTLE_S = 0.3
"""Not every engine says what it was told; then its word is taken for it."""


def main() -> int:
    """Serve until standard input ends."""
    answers = _take_standard_output()
    try:
        import pyttsx3

        engine = pyttsx3.init()
        rate = int(engine.getProperty("rate"))
        voices = list(engine.getProperty("voices") or ())
    # An engine that cannot start fails in its own way on every system.
    except BaseException as error:
        _answer(answers, {"error": f"{error or type(error).__name__}"})
        return 1
    worker = _Worker(engine, rate, voices)
    _answer(answers, {"ready": engine.driver_name, "rate": rate})
    for line in sys.stdin:
        try:
            reply = worker.serve(json.loads(line))
        except Exception as error:
            reply = {"error": f"{error or type(error).__name__}"}
        _answer(answers, reply)
    return 0


class _Worker:
    def __init__(self, engine: Any, rate: int, voices: list[Any]) -> None:
        self._engine = engine
        self._rate = rate
        self._voices = voices
        self._failures: list[str] = []
        engine.connect("error", self._on_error)
        # An engine calls itself busy, and puts off what it is told, until it has run once.
        engine.runAndWait()

    def serve(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        if request["do"] == "voices":
            return {"voices": [_describe(voice) for voice in self._voices]}
        return self._speak(request)

    def _speak(self, request: dict[str, Any]) -> dict[str, Any]:
        self._failures.clear()
        if voice := request.get("voice"):
            self._set("voice", voice)
        self._set("rate", round(self._rate * float(request["speed"])))
        self._engine.save_to_file(request["text"], request["path"])
        self._engine.runAndWait()
        if self._failures:
            return {"error": self._failures[0]}
        if not Path(request["path"]).exists():
            return {"error": "the engine made no sound"}
        return {"path": request["path"]}

    def _set(self, name: str, value: str | int) -> None:
        """Set a property of the engine, and see to it that it is in force.

        espeak-ng takes it a little later, and if something is still under way, never.
        """
        deadline = time.monotonic() + _SETTLE_S
        while time.monotonic() < deadline and not self._failures:
            self._engine.setProperty(name, value)
            for _ in range(10):
                if self._engine.getProperty(name) == value:
                    return
                time.sleep(0.002)

    def _on_error(self, exception: object = None, **_: object) -> None:
        self._failures.append(str(exception))


def _describe(voice: Any) -> dict[str, str]:
    languages = [str(language) for language in voice.languages or () if language]
    return {
        "id": str(voice.id),
        "name": str(voice.name),
        "language": languages[0].replace("_", "-") if languages else "",
        "gender": str(voice.gender or "").lower(),
    }


def _take_standard_output() -> IO[str]:
    """Standard output for answers alone: drivers print to it, and must not."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answer(answers: IO[str], reply: dict[str, Any]) -> None:
    answers.write(json.dumps(reply) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
