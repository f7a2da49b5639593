"""What the costly stages make of a text, whatever the context: worked out once, then kept."""

from collections.abc import Sequence
from typing import Any

from os1.dialogue.layer import Layer
from os1.dialogue.normalise import Words, readings, sentences
from os1.dialogue.paraphrase import Index, Likeness, Paraphrase
from os1.dialogue.repair import Repair, Repaired

MAX_KEPT = 2000
MAX_KEPT_CHARS = 200
MAX_PARTS = 3

# What the costly stages found for a text, whatever the context: (layer, speech, back, repair)
# and (layer, speech, the likeliest rules).
Mends = tuple[tuple[int, Words, int, Repaired], ...]
Likely = tuple[tuple[int, Words, tuple[Likeness, ...]], ...]


class Guesses:
    """Repairs and paraphrases over the layers of a script."""

    def __init__(self, layers: Sequence[Layer], persona: str) -> None:
        self._layers = tuple(layers)
        self._persona = persona
        self._repairs: dict[int, Repair] = {}
        self._paraphrases: dict[int, Paraphrase] = {}
        self._indexes: dict[int, Index] = {}
        self._alarms: dict[str, Mends] = {}
        self._mends: dict[str, Mends] = {}
        self._likely: dict[str, Likely] = {}

    def index(self, depth: int) -> Index:
        """The paraphrase index of a layer."""
        found = self._indexes.get(depth)
        if found is None:
            layer = self._layers[depth]
            found = layer.paraphrases() or Index.of(layer.examples(), self._persona)
            self._indexes[depth] = found
        return found

    def alarms(self, text: str) -> Mends:
        """What repair finds among the urgent rules, cheapest first, worked out once."""
        found = self._alarms.get(text)
        if found is None:
            mends = [
                (depth, speech, back, repair)
                for depth, layer in enumerate(self._layers)
                if layer.urgent
                for speech, back in self._parts(text)
                if not self._repair(depth).knows(speech.words)
                for repair in self._repair(depth).find(speech, layer.urgent)
            ]
            mends.sort(key=lambda mend: (mend[3].aligned.cost, mend[0], mend[3].template))
            found = tuple(mends)
            keep(self._alarms, text, found)
        return found

    def mends(self, text: str) -> Mends:
        """What repair finds for a text, worked out once."""
        found = self._mends.get(text)
        if found is None:
            found = tuple(
                (depth, speech, back, repair)
                for speech, back in self._parts(text)
                for depth in range(len(self._layers))
                for repair in self._repair(depth).find(speech)
            )
            keep(self._mends, text, found)
        return found

    def likely(self, text: str) -> Likely:
        """What paraphrase finds for a text, worked out once."""
        found = self._likely.get(text)
        if found is None:
            found = tuple(
                (depth, speech, tuple(self._paraphrase(depth).nearest(speech.words)))
                for speech, _ in self._parts(text)
                for depth in range(len(self._layers))
            )
            keep(self._likely, text, found)
        return found

    def _parts(self, text: str) -> list[tuple[Words, int]]:
        """The whole of a text, with and without openers, and its last sentences."""
        found = [(whole, 0) for whole in readings(text, self._persona) if whole.words]
        parts = sentences(text)
        if len(parts) > 1:
            for back, part in enumerate(reversed(parts[-MAX_PARTS:]), start=1):
                found.append((readings(part, self._persona)[-1], back))
        return found

    def _repair(self, depth: int) -> Repair:
        repair = self._repairs.get(depth)
        if repair is None:
            repair = self._repairs[depth] = Repair(self._layers[depth])
        return repair

    def _paraphrase(self, depth: int) -> Paraphrase:
        paraphrase = self._paraphrases.get(depth)
        if paraphrase is None:
            paraphrase = self._paraphrases[depth] = Paraphrase(self.index(depth))
        return paraphrase


def keep(kept: dict[str, Any], text: str, found: object) -> None:
    """Remember what was worked out for a text, within bounds."""
    if len(kept) >= MAX_KEPT:
        kept.clear()
    if len(text) <= MAX_KEPT_CHARS:
        kept[text] = found
