"""What passes through the ports: what was understood, and what she answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a recogniser believes was said.

    text: its best reading, as it would be written.
    confidence: 0 to 1, or None when the recogniser does not say.
    alternatives: other readings, best first, without `text`.
    decode_ms: the work it took, in milliseconds.
    """

    text: str
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()
    decode_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing the user said or typed, as the dialogue hears it."""

    text: str
    alternatives: tuple[str, ...] = ()
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What she answers, and why.

    rule: the id of the script rule that chose it ("" for none).
    stage: how the rule was found: exact, index, repair, gambit, fallback ...
    confidence: 0 to 1.
    mood: one word that colours voice and window; "neutral" when nothing does.
    actions: names of what is to be done along with it ("timer.start"), in order.
    slots: what was taken from the words ("n": "10"), by the names the script gives them.
    trace: what led here, one human-readable step a line.
    """

    text: str
    rule: str = ""
    stage: str = ""
    confidence: float = 1.0
    mood: str = "neutral"
    trace: tuple[str, ...] = field(default=(), repr=False)
    actions: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
