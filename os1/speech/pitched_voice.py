"""A second voice made from the first: the same words, deeper or higher.

The sound is made faster or slower and then played back at another rate, so that
its pitch changes and its pace does not.
"""

from collections.abc import Iterator

from os1.core.ports import Synthesiser
from os1.speech.resample import PcmResampler


class PitchedVoice:
    """Another voice at `pitch` times its own pitch: 0.8 is a man's for a woman's. A Synthesiser."""

    def __init__(self, voice: Synthesiser, pitch: float) -> None:
        self._voice = voice
        self._pitch = pitch

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self._voice.name} at {self._pitch:g}"

    @property
    def sample_rate(self) -> int:
        """Of what it makes, in Hz: the other voice's."""
        return self._voice.sample_rate

    def warm_up(self) -> None:
        """Load the other voice."""
        self._voice.warm_up()

    def synthesise(self, sentence: str, speed: float = 1.0) -> Iterator[bytes]:
        """Blocks of mono signed 16-bit samples; see Synthesiser."""
        resampler = PcmResampler(round(self.sample_rate * self._pitch), self.sample_rate)
        for block in self._voice.synthesise(sentence, speed / self._pitch):
            if changed := resampler.feed(block):
                yield changed
        if rest := resampler.finish():
            yield rest

    def close(self) -> None:
        """Let go of the other voice."""
        self._voice.close()
