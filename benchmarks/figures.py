"""Many measurements in a few numbers."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0 to 1) of the others do not exceed, between two if need be.

    Linear interpolation (method 7 of Hyndman and Fan, "Sample quantiles in
    statistical packages", 1996). Raises ValueError for no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    between = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
    return min(between, ordered[above])  # rounding must not lead past it


@dataclass(frozen=True, slots=True)
class Summary:
    """What was measured, in one unit."""

    p50: float
    p95: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Summary":
        """Of at least one value. Raises ValueError for none."""
        return cls(percentile(values, 0.5), percentile(values, 0.95), len(values))


def paired_ratio(values: Sequence[float], peers: Sequence[float]) -> float:
    """The middle one of each value divided by its peer's on the same task.

    Pairs were measured one right after the other, so that whatever else the machine
    did slowed both.
    """
    return statistics.median(v / p for v, p in zip(values, peers, strict=True))
