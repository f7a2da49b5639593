"""From Whisper's token numbers back to text.

Its vocabulary is GPT-2's: byte-pair pieces whose bytes are written as printable
characters (Radford et al., "Language Models are Unsupervised Multitask Learners",
2019, section 2.2). Reading is all we need, so this stands in for a tokenizer library.
"""

from collections.abc import Sequence
from pathlib import Path

from os1.errors import ModelCorrupt

# Of the English-only models.
START = 50257
NO_TIMESTAMPS = 50362
END = 50256


class Vocabulary:
    """The pieces of one model's vocabulary.txt, one a line, in order of their numbers."""

    def __init__(self, path: Path) -> None:
        try:
            self._pieces = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ModelCorrupt(
                f"The recogniser's vocabulary {path} cannot be read: {error}.",
                "Install the model again.",
            ) from error
        self._byte_of = _printable_bytes()

    def decode(self, tokens: Sequence[int]) -> str:
        """The text of these tokens; special ones (from END up) are left out."""
        characters = "".join(self._pieces[token] for token in tokens if token < END)
        data = bytes(self._byte_of[c] for c in characters if c in self._byte_of)
        return data.decode("utf-8", errors="replace").strip()


def _printable_bytes() -> dict[str, int]:
    """Which byte each character of the vocabulary stands for."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {chr(byte): byte for byte in plain}
    rest = [byte for byte in range(256) if byte not in plain]
    table.update({chr(0x100 + place): byte for place, byte in enumerate(rest)})
    return table
