"""Which rule a sentence is closest to in meaning, judging by the rules' examples.

Words, pairs of words and pieces of words (character n-grams within a word) weighted by
TF-IDF (Sparck Jones 1972; Salton and Buckley 1988). A rule's score mixes the likeness to
its nearest example with the likeness to all of them together; where rules have many
examples each, a softmax regression learned from them (see `regression`) joins in. What is
not like anything is refused. Only numpy is needed, and only once this stage is reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from os1.dialogue.normalise import normalise
from os1.dialogue.regression import Regression, learn

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int32]

BUCKETS = 1 << 17
SHORT_PIECE, LONG_PIECE = 3, 4
MIN_WORDS = 3
MAX_WORDS = 40
COMMON = 0.2
"""Features in more than this share of a large script's examples are left out."""
MANY_EXAMPLES = 20
MANY_RULES = 400
"""With as many examples a rule, and no more rules, the regression is worth learning."""
LEARNED = 0.4
ACCEPT = 0.52
"""The least score that is an answer, for rules with few examples."""
ACCEPT_LEARNED = 0.31
"""The same with a regression: at this score nine in ten sentences of the kind in the
examples are taken, and about six in seven others refused."""
MARGIN = 0.06
"""The least lead over the next rule."""


# Words that say little about what a sentence is about.
_FUNCTION = frozenset(
    """a about all also am an and any are as at be been but by can could did do does for from get
    go had has have he her here him his how i if in is it its just let like many me more much my
    no not now of off on one or other our out over please really she should so some than that the
    their them then there these they thing this those to too up us very want was we were what
    when where which who why will with would yes you your""".split()
)
STEM = 5
COVERED = 0.6
LEADING = 3


class Likeness(NamedTuple):
    """A rule, the score that speaks for it (0 to 1), and its nearest example."""

    rule: int
    score: float
    example: int


def features(words: Sequence[str]) -> set[int]:
    """Numbers of everything a sentence is judged by."""
    found = {crc32(word.encode("utf-8", "replace")) % BUCKETS for word in words}
    previous = "<"
    for word in (*words, ">"):
        found.add(crc32(f"{previous} {word}".encode("utf-8", "replace")) % BUCKETS)
        previous = word
        if word == ">":
            continue
        piece = f"_{word[:30]}_"
        for size in (SHORT_PIECE, LONG_PIECE):
            for at in range(len(piece) - size + 1):
                text = "#" + piece[at : at + size]
                found.add(crc32(text.encode("utf-8", "replace")) % BUCKETS)
    return found


def same_topic(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the words of substance in a sentence are mostly those of the other, judged by
    how they begin.
    """
    said = {word[:STEM] for word in words if word not in _FUNCTION}
    known = {word[:STEM] for word in others}
    return bool(said) and len(said & known) >= COVERED * len(said)


@dataclass(slots=True)
class Index:
    """Examples by feature: `examples` between at[f] and at[f + 1] have feature f.

    weights: of the features. lengths: of the examples' vectors. rules: of the examples,
    in order. together: lengths of the sums of each rule's unit vectors.
    regression: if it was worth learning.
    """

    at: "Ints"
    examples: "Ints"
    weights: "Floats"
    lengths: "Floats"
    rules: "Ints"
    together: "Floats"
    regression: Regression | None = None

    @classmethod
    def of(cls, examples: Iterable[tuple[int, str]], persona: str = "") -> "Index":
        """The index of (rule, example). persona: a name that is left out."""
        import numpy as np

        rows = [
            (rule, features([w for w in normalise(text).words if w != persona.casefold()]))
            for rule, text in sorted(examples, key=lambda example: example[0])
        ]
        count = len(rows)
        rules = np.array([rule for rule, _ in rows], dtype=np.int32)
        sizes = np.array([len(found) for _, found in rows], dtype=np.int64)
        every = np.fromiter((f for _, found in rows for f in sorted(found)), dtype=np.int64)
        owner = np.repeat(np.arange(count, dtype=np.int32), sizes)
        often = np.bincount(every, minlength=BUCKETS)
        weights = (np.log((count + 1) / (often + 1)) + 1).astype(np.float32)
        squares = np.bincount(owner, weights=weights[every] ** 2, minlength=count)
        lengths = np.sqrt(squares).astype(np.float32)
        values = weights[every] / lengths[owner]
        learned = learn(every, owner, values, rules, BUCKETS) if _worth_learning(rules) else None
        kept = often[every] <= max(COMMON * count, 400)
        order = np.argsort(every[kept], kind="stable")
        counts = np.bincount(every[kept], minlength=BUCKETS)
        return cls(
            at=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
            examples=owner[kept][order],
            weights=weights,
            lengths=lengths,
            rules=rules,
            together=_together(rules[owner], every, values),
            regression=learned,
        )


def _together(rules: "Ints", features_of: "npt.NDArray[np.int64]", values: "Floats") -> "Floats":
    """For each rule the length of the sum of its examples' vectors."""
    import numpy as np

    keys, place = np.unique(rules.astype(np.int64) * BUCKETS + features_of, return_inverse=True)
    sums = np.bincount(place, weights=values)
    owners = np.unique(keys // BUCKETS, return_inverse=True)[1]
    return np.sqrt(np.bincount(owners, weights=sums**2)).astype(np.float32)


def _worth_learning(rules: "Ints") -> bool:
    distinct = len(set(rules.tolist()))
    return 1 < distinct <= MANY_RULES and len(rules) >= MANY_EXAMPLES * distinct


def accepted(ranked: Sequence[Likeness], *, learned: bool) -> Likeness | None:
    """The first, if it is like enough and well before the next. learned: by a regression."""
    if not ranked:
        return None
    first = ranked[0]
    lead = first.score - (ranked[1].score if len(ranked) > 1 else 0.0)
    if learned:
        return first if first.score >= ACCEPT_LEARNED else None
    return first if first.score >= ACCEPT and lead >= MARGIN else None


class Paraphrase:
    """Answers from an index."""

    def __init__(self, index: Index) -> None:
        import numpy as np

        self._np = np
        self._index = index
        self._starts = np.flatnonzero(np.diff(index.rules, prepend=-1))
        self._distinct = index.rules[self._starts]

    def nearest(self, words: Sequence[str]) -> list[Likeness]:
        """The likeliest rules, best first, at most three; [] for next to nothing said."""
        np = self._np
        least = MIN_WORDS if self._index.regression is None else 1
        if not least <= len(words) <= MAX_WORDS or not len(self._index.rules):
            return []
        found = np.fromiter(sorted(features(words)), dtype=np.int64)
        alike = self._alike(found)
        best = np.maximum.reduceat(alike, self._starts)
        together = np.add.reduceat(alike, self._starts) / self._index.together
        score = 0.5 * best + 0.5 * together
        if self._index.regression is not None:
            score = (
                score + LEARNED * self._index.regression.chances(found, self._index.weights[found])
            ) / (1 + LEARNED)
        leading = np.arange(len(score))
        if len(score) > LEADING:
            leading = np.argpartition(-score, LEADING)[:LEADING]
        leading = leading[np.argsort(-score[leading], kind="stable")]
        return [
            Likeness(int(self._distinct[n]), float(score[n]), self._example(alike, int(n)))
            for n in leading
        ]

    def _alike(self, found: "npt.NDArray[np.int64]") -> "Floats":
        """Cosine of the sentence with every example."""
        np, index = self._np, self._index
        weights = index.weights[found]
        begin, end = index.at[found], index.at[found + 1]
        sizes = end - begin
        length = float(np.sqrt((weights**2).sum()))
        total = int(sizes.sum())
        offsets = np.repeat(begin - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        touched = index.examples[offsets + np.arange(total)]
        sums = np.bincount(
            touched, weights=np.repeat(weights**2, sizes), minlength=len(index.rules)
        )
        alike: Floats = (sums / (index.lengths * length)).astype(np.float32)
        return alike

    def _example(self, alike: "Floats", place: int) -> int:
        """The nearest example of the rule at this place, counted among all examples."""
        begin = int(self._starts[place])
        later = self._starts[place + 1 : place + 2]
        end = int(later[0]) if len(later) else len(alike)
        return begin + int(alike[begin:end].argmax())
