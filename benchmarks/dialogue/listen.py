"""Makes confusions.tsv anew: `python -m benchmarks.dialogue.listen [SENTENCES]`.

Sentences of the generated rules, and everyday ones, are spoken by the voices there are
(her own, a deeper one, two of espeak-ng) and heard by the recogniser; what differs is
counted. Where more than a third of a sentence is wrong, nobody could tell which word was
which: such sentences are left out.
"""

import random
import sys

from benchmarks.dialogue.confusions import Phrase, aligned, counted, write
from benchmarks.dialogue.workload import workload
from benchmarks.sound import synthesised
from benchmarks.texts import ENGLISH
from benchmarks.words import normalised
from os1.speech.models.weights import verify_whisper
from os1.speech.whisper import WhisperModel, WhisperRecogniser

SENTENCES = 600
SEED = 641
MOST_WRONG = 1 / 3


def main() -> None:
    """Speak, listen, align, write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES
    spoken = [text for text, _ in workload(10_000, hits=count, misses=0, seed=SEED).hits]
    texts = [*ENGLISH, *random.Random(SEED).sample(spoken, count)]
    recogniser = WhisperRecogniser(WhisperModel(verify_whisper()))
    stretches: list[tuple[Phrase, Phrase]] = []
    words = 0
    for place, clip in enumerate(synthesised(texts)):
        recogniser.accept(clip.pcm)
        said, heard = normalised(clip.words), normalised(recogniser.finish().text)
        found = aligned(said, heard)
        if place % 50 == 0:
            sys.stderr.write(f"{place} of {2 * len(texts)} clips, {len(stretches)} confusions\n")
        if len(found) <= MOST_WRONG * len(said):
            stretches += found
            words += len(said)
    write(counted(stretches))
    sys.stderr.write(f"{len(stretches)} confusions in {words} words\n")


if __name__ == "__main__":
    main()
