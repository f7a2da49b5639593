"""The one shape that sound has inside OS1.

Every source delivers, and every detector and recogniser takes, the same thing:
16 kHz, one channel, signed 16-bit little-endian, 512 frames at a time. Adapters
convert at the edge, so that nobody inside ever asks.
"""

from dataclasses import dataclass

SAMPLE_RATE = 16_000
"""Sample rate, in Hz, of everything that is heard."""

CHUNK_FRAMES = 512
"""Frames in a chunk: 32 ms, and what the voice detector was trained on."""

BYTES_PER_FRAME = 2
CHUNK_S = CHUNK_FRAMES / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A stretch of sound that was heard.

    pcm: 16 kHz mono signed 16-bit little-endian samples.
    time_s: when its first frame was heard, on the conversation's clock.
    overflowed: sound was lost just before this chunk, because nobody read in time.
    residue: all that is in it is what echo cancelling left of her own voice.
    """

    pcm: bytes
    time_s: float
    overflowed: bool = False
    residue: bool = False

    @property
    def frame_count(self) -> int:
        """How many samples there are."""
        return len(self.pcm) // BYTES_PER_FRAME

    @property
    def duration_s(self) -> float:
        """How long it lasts, in seconds."""
        return self.frame_count / SAMPLE_RATE

    @property
    def end_s(self) -> float:
        """When its last frame had been heard, on the conversation's clock."""
        return self.time_s + self.duration_s
