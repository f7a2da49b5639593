"""Recordings as ears and mouth: hear one as if it came through a microphone, and write one.

Only a block at a time is ever in memory, however long the recording.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from os1.core.audio import BYTES_PER_FRAME, CHUNK_FRAMES, SAMPLE_RATE, AudioChunk
from os1.core.ports import EndOfAudio
from os1.errors import AudioFileError
from os1.speech.levels import loudness
from os1.speech.recording import RECORD_AGAIN, believable_duration_s, open_recording, read_block
from os1.speech.resample import Chunker, PcmResampler, Resampler, to_pcm
from os1.speech.wav import WavWriter


class FileSource:
    """A recording, heard chunk by chunk as fast as it is read. An `AudioSource`.

    Takes what libsndfile takes: WAV, FLAC, OGG, MP3, AIFF ..., any sample rate,
    width and number of channels. `time_s` of a chunk is its position in the recording.

    set_clock: called before each chunk is handed out with the position of its end
    (seconds), which is what the time is for whoever listens.
    """

    def __init__(self, path: str | Path, set_clock: Callable[[float], None] | None = None) -> None:
        self.path = Path(path)
        self._set_clock = set_clock
        self._lock = threading.Lock()
        self._file: Any = None
        self._resampler: Resampler | None = None
        self._chunker = Chunker()
        self._chunks_given = 0
        self._duration_s: float | None = None
        self._level = 0.0

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def level(self) -> float:
        """Loudness of the newest chunk, 0 to 1."""
        return self._level

    @property
    def duration_s(self) -> float | None:
        """How long the recording is, in seconds; None before `open`, or if it cannot be known."""
        return self._duration_s

    @property
    def position_s(self) -> float:
        """How much has been heard, in seconds."""
        heard_s = self._chunks_given * CHUNK_FRAMES / SAMPLE_RATE
        return heard_s if self._duration_s is None else min(heard_s, self._duration_s)

    def open(self) -> None:
        """Look at the file and decode its beginning. Raises AudioFileError."""
        with self._lock:
            if self._file is not None:
                return
            file = open_recording(self.path)
            try:
                self._duration_s = believable_duration_s(file, self.path)
                self._resampler = Resampler(file.samplerate, SAMPLE_RATE)
                self._chunker.clear()
                self._chunks_given = 0
                first = read_block(file, self.path, 0.0)
                if not len(first):
                    raise AudioFileError(f"{self.path} holds no sound.", RECORD_AGAIN)
            except BaseException:
                file.close()
                raise
            self._chunker.add(to_pcm(self._resampler.feed(first)))
            self._file = file

    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next chunk, at once; the last one is filled up with silence.

        Raises EndOfAudio after it, and AudioFileError where the recording is damaged.
        """
        with self._lock:
            pcm = self._next_chunk()
            if pcm is None:
                self._level = 0.0
                raise EndOfAudio
            chunk = AudioChunk(pcm, self._chunks_given * CHUNK_FRAMES / SAMPLE_RATE)
            self._chunks_given += 1
        self._level = loudness(pcm)
        if self._set_clock is not None:
            self._set_clock(chunk.end_s)
        return chunk

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close_file()
            self._chunker.clear()

    def _next_chunk(self) -> bytes | None:
        while (pcm := self._chunker.take()) is None:
            if self._file is None or self._resampler is None:
                return self._chunker.take_rest()
            block = read_block(self._file, self.path, self.position_s)
            if len(block):
                self._chunker.add(to_pcm(self._resampler.feed(block)))
                continue
            self._chunker.add(to_pcm(self._resampler.finish()))
            self._close_file()
            if not self._chunks_given and not self._chunker.held_frames:
                # Resampling may leave nothing of a sample or two; it was a sound nonetheless.
                self._chunker.add(bytes(BYTES_PER_FRAME))
        return pcm

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


class FileSink:
    """Writes all that she says into one WAV file. An `AudioSink`.

    The first `begin` fixes the file's sample rate; a voice of another rate is
    resampled. The file has its name from `close` on.

    gap_s: silence between one thing said and the next, in seconds.
    """

    def __init__(self, path: str | Path, gap_s: float = 0.5) -> None:
        self.path = Path(path)
        self._gap_s = gap_s
        self._writer: WavWriter | None = None
        self._resampler: PcmResampler | None = None
        self._rate = 0
        self._frames_begun = 0
        self._silent = True
        self._level = 0.0

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def level(self) -> float:
        """Loudness of the newest block, 0 to 1."""
        return self._level

    @property
    def latency_s(self) -> float:
        """A file hears at once."""
        return 0.0

    @property
    def played_s(self) -> float:
        """Seconds of sound taken since `begin`."""
        return self._frames_begun / self._rate if self._rate else 0.0

    def begin(self, sample_rate: int) -> None:
        """Something is about to be said at this rate (Hz). Raises AudioFileError."""
        if self._writer is None:
            self._writer = WavWriter(self.path, sample_rate)
        elif self._writer.duration_s:
            gap_frames = round(self._gap_s * self._writer.sample_rate)
            self._write_through(bytes(gap_frames * BYTES_PER_FRAME))
        self._resampler = PcmResampler(sample_rate, self._writer.sample_rate)
        self._rate = sample_rate
        self._frames_begun = 0
        self._silent = False

    def write(self, pcm: bytes) -> None:
        """Add mono signed 16-bit samples; nothing after `stop`. Raises AudioFileError."""
        if self._silent or self._resampler is None:
            return
        self._level = loudness(pcm)
        self._write_through(self._resampler.feed(pcm))
        self._frames_begun += len(pcm) // BYTES_PER_FRAME

    def finish(self) -> None:
        """All was written when `write` returned; only the resampler may hold a little back."""
        self._level = 0.0
        if not self._silent and self._resampler is not None:
            rest, self._resampler = self._resampler.finish(), None
            self._write_through(rest)

    def stop(self) -> None:
        """Take nothing more until `begin`."""
        self._silent = True
        self._level = 0.0

    def hold(self) -> None:
        """A file does not pause: nobody speaks over it."""

    def resume(self) -> None:
        """Nothing was held."""

    def close(self) -> None:
        """Give the file its name, if anything was begun. Raises AudioFileError."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.commit()

    def discard(self) -> None:
        """Throw away what was written, leaving no file; instead of `close`, after a failure."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.discard()

    def _write_through(self, pcm: bytes) -> None:
        if self._writer is None:
            return
        try:
            self._writer.write(pcm)
        except AudioFileError:
            self._writer = None
            raise
