"""Softmax regression on sparse rows, learned by Adagrad (Duchi et al. 2011) in mini-batches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int32]
    Longs = npt.NDArray[np.int64]

EPOCHS = 3
BATCH = 64
RATE = 0.15
SEEN = 2
"""Features in fewer examples teach nothing that would hold elsewhere."""


@dataclass(slots=True)
class Regression:
    """row: of each feature in `weights`, or -1. weights: rows of one number a class."""

    row: "Ints"
    weights: "npt.NDArray[np.float16]"

    def chances(self, features: "Longs", values: "Floats") -> "Floats":
        """The chance of each class, for a row of features and their values."""
        import numpy as np

        rows = self.row[features]
        known = rows >= 0
        scale = float(np.sqrt((values[known] ** 2).sum())) or 1.0
        sums = (values[known] / scale) @ self.weights[rows[known]].astype(np.float32)
        powers = np.exp(sums - sums.max())
        chances: Floats = (powers / powers.sum()).astype(np.float32)
        return chances


def learn(
    features: "Longs", owner: "Ints", values: "Floats", labels: "Ints", space: int
) -> Regression:
    """Learn from rows: entry i says that row owner[i] has features[i] with values[i].

    Entries of a row stand together, and rows in order. labels: of the rows. space: one more
    than the greatest feature there may be. The same rows always teach the same.
    """
    import numpy as np

    often = np.bincount(features)
    used = np.flatnonzero(often >= SEEN)
    row = np.full(space, -1, dtype=np.int32)
    row[used] = np.arange(len(used), dtype=np.int32)
    entry = np.flatnonzero(row[features] >= 0)
    columns, owner, values = row[features[entry]], owner[entry], values[entry]
    scale = np.sqrt(np.bincount(owner, weights=values**2, minlength=len(labels)))
    values = (values / scale[owner]).astype(np.float32)
    classes, wanted = np.unique(labels, return_inverse=True)
    begin = np.searchsorted(owner, np.arange(len(labels) + 1))
    filled = np.flatnonzero(np.diff(begin))
    weights = np.zeros((len(used), len(classes)), dtype=np.float32)
    moved = np.full((len(used), 1), 1e-3, dtype=np.float32)
    chance = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = chance.permutation(filled)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            sizes = begin[rows + 1] - begin[rows]
            offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
            picked = np.repeat(begin[rows] - offsets, sizes) + np.arange(int(sizes.sum()))
            batch = _Batch(columns[picked], values[picked], offsets, sizes, wanted[rows])
            _step(weights, moved, batch)
    return Regression(row, weights.astype(np.float16))


class _Batch(NamedTuple):
    """Some rows: their entries, where each begins and how many it has, and their classes."""

    columns: "Ints"
    values: "Floats"
    offsets: "Longs"
    sizes: "Longs"
    wanted: "Longs"


def _step(weights: "Floats", moved: "Floats", batch: _Batch) -> None:
    """One step down the gradient of a mini-batch."""
    import numpy as np

    columns, values, offsets, sizes, wanted = batch
    sums = np.add.reduceat(weights[columns] * values[:, None], offsets, axis=0)
    chances = np.exp(sums - sums.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(wanted)), wanted] -= 1.0
    order = np.argsort(columns, kind="stable")
    slopes = np.repeat(chances, sizes, axis=0)[order] * values[order][:, None]
    touched, starts = np.unique(columns[order], return_index=True)
    slope = np.add.reduceat(slopes, starts, axis=0)
    moved[touched] += (slope**2).mean(axis=1, keepdims=True)
    weights[touched] -= RATE * slope / np.sqrt(moved[touched])
