"""The streaming recogniser: Vosk, with any of its models the user has.

Its own wrapper downloads models or ends the program when given none, so it is
always given a folder. It has no say in when a turn ends: our voice detector gates
what it hears, and we take its final result ourselves.
"""

import json
import time
from pathlib import Path
from typing import Any

from os1.core.audio import SAMPLE_RATE
from os1.core.messages import Hypothesis
from os1.errors import ModelCorrupt, ModelMissing


class VoskRecogniser:
    """A Recogniser (see os1.core.ports) over one Vosk model folder.

    Raises ModelMissing if there is no such folder, ModelCorrupt if it cannot be loaded.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ModelMissing(
                f"There is no Vosk model at {folder}.",
                "See `os1 models list` for what is installed and what can be.",
            )
        import vosk

        vosk.SetLogLevel(-1)
        try:
            self._model: Any = vosk.Model(model_path=str(folder))
        except Exception as error:  # its wrapper raises nothing more precise
            raise ModelCorrupt(
                f"The Vosk model in {folder} cannot be loaded.",
                "Check it with `os1 models verify`, or install it again.",
            ) from error
        self._kaldi: Any = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        self._kaldi.SetWords(True)
        self._folder = folder
        self.start()

    @property
    def name(self) -> str:
        """What to call it."""
        return f"vosk {self._folder.name.removeprefix('vosk-model-')}"

    def start(self) -> None:
        """A new utterance begins."""
        self._kaldi.Reset()
        self._said: list[str] = []
        self._confidences: list[float] = []
        self._partial = ""
        self._settled: Hypothesis | None = None

    def accept(self, pcm: bytes) -> None:
        """Hear more of it. Words come as they are spoken."""
        self._settled = None
        if self._kaldi.AcceptWaveform(pcm):
            self._take(self._kaldi.Result())

    def partial(self) -> str | None:
        """What was understood so far, or None if that has not changed."""
        text = self._with_said(json.loads(self._kaldi.PartialResult())["partial"])
        if text == self._partial:
            return None
        self._partial = text
        return text

    def settle(self) -> Hypothesis:
        """The best reading of all heard so far."""
        if self._settled is None:
            begin_s = time.perf_counter()
            self._take(self._kaldi.FinalResult())
            confidences = self._confidences
            self._settled = Hypothesis(
                text=self._with_said(""),
                confidence=sum(confidences) / len(confidences) if confidences else None,
                decode_ms=(time.perf_counter() - begin_s) * 1000,
            )
        return self._settled

    def finish(self) -> Hypothesis:
        """The utterance is over."""
        hypothesis = self.settle()
        self.start()
        return hypothesis

    def _take(self, result: str) -> None:
        content = json.loads(result)
        if text := content["text"].strip():
            self._said.append(text)
            self._confidences += [word["conf"] for word in content.get("result", ())]

    def _with_said(self, text: str) -> str:
        return " ".join([*self._said, text]).strip()
