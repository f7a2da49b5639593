"""The silence that voices put around what they say, brought to a natural length."""

import numpy as np

from os1.speech.resample import Samples

_QUIET = 0.004
_LEAD_S = 0.02
_FADE_S = 0.005


def trim(sound: Samples, sample_rate: int, pause_s: float) -> Samples:
    """Almost no silence in front, and a pause of this length (seconds) behind.

    Nothing is left of a sound that is silent throughout. Both ends are faded over
    5 ms, so that the cut cannot be heard.
    """
    if not sound.size:
        return sound
    # Power over 5 ms decides, so that one stray sample does not.
    window = max(1, sample_rate // 200)
    power = np.convolve(np.square(sound), np.full(window, 1 / window, np.float32), "same")
    loud = np.flatnonzero(power > _QUIET**2)
    if not loud.size:
        return np.zeros(0, dtype=np.float32)
    start = max(0, int(loud[0]) - round(_LEAD_S * sample_rate))
    end = int(loud[-1]) + 1 + round(pause_s * sample_rate)
    kept = np.zeros(end - start, dtype=np.float32)
    tail = sound[start:end]
    kept[: len(tail)] = tail
    fade = min(len(kept), round(_FADE_S * sample_rate))
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    return kept
