"""How loud a stretch of sound is, on a scale that a meter can show."""

import math

import numpy as np

FLOOR_DB = -60.0
"""What a meter shows as silence, in decibels below full scale."""


def loudness(pcm: bytes | bytearray | memoryview) -> float:
    """The root mean square of 16-bit samples, as 0 (-60 dB or less) to 1 (full scale).

    The scale is in decibels because ears are: a quiet voice still moves the meter.
    """
    samples = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2).astype(np.float32)
    if not samples.size:
        return 0.0
    power = float(np.dot(samples, samples)) / samples.size / 32768.0**2
    if power <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 10.0 * math.log10(power) / FLOOR_DB))
