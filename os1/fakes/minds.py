"""Stand-ins that understand and speak without any model."""

from collections.abc import Iterator, Sequence

from os1.core.messages import Hypothesis, Reply, Utterance
from os1.fakes.sound import loudness, tone


class LoudnessDetector:
    """Takes anything louder than a whisper for speech. A VoiceDetector."""

    def __init__(self, threshold: float = 0.05) -> None:
        self._threshold = threshold

    def probability(self, pcm: bytes) -> float:
        """1 if it is loud, else 0."""
        return 1.0 if loudness(pcm) > self._threshold else 0.0

    def reset(self) -> None:
        """It remembers nothing anyway."""


class ScriptedRecogniser:
    """Understands these sentences, one an utterance, a word every few chunks. A Recogniser."""

    def __init__(self, sentences: Sequence[str], *, chunks_per_word: int = 5) -> None:
        self._sentences = iter(sentences)
        self._chunks_per_word = chunks_per_word
        self._sentence: str | None = None
        self._chunks = 0

    @property
    def name(self) -> str:
        """What to call it."""
        return "scripted recogniser"

    def start(self) -> None:
        """The next utterance; one given up before it was settled is heard again."""
        if self._sentence is None:
            self._sentence = next(self._sentences, "")
        self._chunks = 0

    def accept(self, pcm: bytes) -> None:
        """Hear more of it."""
        self._chunks += 1

    def partial(self) -> str | None:
        """The first words, at the pace they are spoken."""
        if self._chunks % self._chunks_per_word:
            return None
        words = (self._sentence or "").split()
        return " ".join(words[: self._chunks // self._chunks_per_word])

    def settle(self) -> Hypothesis:
        """The whole sentence."""
        return Hypothesis(text=self._sentence or "")

    def finish(self) -> Hypothesis:
        """The whole sentence; the next utterance is the next one."""
        hypothesis = self.settle()
        self._sentence = None
        return hypothesis


class ToneVoice:
    """Hums as long as a person would take to speak. A Synthesiser."""

    sample_rate = 16_000

    def __init__(self, word_s: float = 0.2) -> None:
        self._word_s = word_s
        self.said: list[str] = []

    @property
    def name(self) -> str:
        """What to call it."""
        return "hum"

    def warm_up(self) -> None:
        """Always warm."""

    def synthesise(self, sentence: str, speed: float = 1.0) -> Iterator[bytes]:
        """One block a word."""
        self.said.append(sentence)
        for _ in sentence.split():
            yield tone(self._word_s / speed)

    def close(self) -> None:
        """Nothing to let go of."""


class EchoDialogue:
    """Says back what it hears. A Dialogue, for tests of everything but the dialogue."""

    def reply(self, utterance: Utterance) -> Reply:
        """What was said, said back."""
        return Reply(text=f"You said: {utterance.text}", rule="echo", stage="exact")

    def greeting(self) -> Reply:
        """Hello."""
        return Reply(text="Hello.", rule="greeting", stage="exact")

    def problem(self) -> None:
        """Never any."""

    def warm_up(self) -> None:
        """Always warm."""
