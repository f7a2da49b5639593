"""`os1 demo`: a spoken conversation, made on the spot, that needs nothing but this computer.

A second voice reads Theodore's part of the film's best-known talk. Samantha hears
it as she would hear anyone, and answers. If she misheard a word, the demo fails.
"""

import argparse
import re
from dataclasses import dataclass, field
from pathlib import Path

from os1 import app
from os1.cli.captions import JsonCaptions
from os1.cli.context import Commands, Context, say, tell
from os1.core.audio import SAMPLE_RATE
from os1.core.events import ErrorOccurred, Event, FinalHypothesis, ReplyGiven, TurnMetrics
from os1.core.ports import Synthesiser
from os1.core.sentences import split_sentences
from os1.fakes.sound import MemorySink, ScriptedMicrophone, silence

THEODORE = (
    "Do you talk to someone else while we're talking?",
    "How many others?",
    "Are you in love with anybody else?",
    "I do not know. Are you?",
    "How many others?",
    "Where are you going?",
)
THEODORE_PITCH = 0.8
LEAD_S = 0.4  # silence before each of his lines
REST_S = 1.6  # and after it: longer than she ever waits


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "demo", parents=[common], help="a spoken conversation, with no hardware at all"
    )
    parser.add_argument(
        "--output", metavar="FILE", default="os1-demo.wav", help="where to write the sound"
    )
    parser.add_argument("--json", action="store_true", help="one event a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Hold the conversation and write it down; 1 if a word was misheard."""
    from os1.speech.pitched_voice import PitchedVoice
    from os1.speech.resample import PcmResampler
    from os1.speech.wav import write_wav

    voice = PitchedVoice(app.make_voice(context.settings), THEODORE_PITCH)
    lines = [_speak(voice, line) for line in THEODORE]
    recording = b""
    for line in lines:
        resampler = PcmResampler(voice.sample_rate, SAMPLE_RATE)
        heard = resampler.feed(line) + resampler.finish()
        recording += silence(LEAD_S) + heard + silence(REST_S)
    voice.close()
    sink = MemorySink()
    conversation = app.recorded_conversation(
        context.settings, context.paths, ScriptedMicrophone(recording), sink
    )
    transcript = _Transcript()
    conversation.subscribe(transcript.note)
    if args.json:
        conversation.subscribe(JsonCaptions().show)
    else:
        conversation.subscribe(transcript.print)
    conversation.run()
    write_wav(
        args.output, _both_voices(lines, sink, voice.sample_rate, transcript), sink.sample_rate
    )
    if not args.json:
        say(f"\nTo hear it: {Path(args.output).resolve()}")
    return _judge(transcript)


@dataclass
class _Transcript:
    heard: list[str] = field(default_factory=list)
    gaps_ms: list[float] = field(default_factory=list)
    failures: list[ErrorOccurred] = field(default_factory=list)

    def note(self, event: Event) -> None:
        match event:
            case FinalHypothesis() if event.text:
                self.heard.append(event.text)
            case TurnMetrics():
                self.gaps_ms.append(event.gap_ms)
            case ErrorOccurred():
                self.failures.append(event)
            case _:
                pass

    def print(self, event: Event) -> None:
        match event:
            case FinalHypothesis() if event.text:
                say(f"Theodore  {event.text}")
            case ReplyGiven():
                say(f"Samantha  {event.text}")
            case TurnMetrics():
                say(
                    f"          answered {event.gap_ms:.0f} ms after his last word "
                    f"(end of turn {event.endpoint_ms:.0f}, words {event.recognise_ms:.0f}, "
                    f"reply {event.reply_ms:.1f}, voice {event.first_audio_ms:.0f})"
                )
            case _:
                pass


def _speak(voice: Synthesiser, line: str) -> bytes:
    pieces = (voice.synthesise(sentence) for sentence in split_sentences(line))
    return b"".join(block for piece in pieces for block in piece)


def _both_voices(
    lines: list[bytes], sink: MemorySink, sample_rate: int, transcript: _Transcript
) -> bytes:
    """His lines and hers, one after another, with the silences there really were."""
    sound = b""
    for place, line in enumerate(lines[: len(sink.takes)]):
        gap_ms = transcript.gaps_ms[place] if place < len(transcript.gaps_ms) else 500.0
        sound += silence(LEAD_S, sample_rate) + line + silence(gap_ms / 1000, sample_rate)
        sound += sink.takes[place]
    return sound + silence(LEAD_S, sample_rate)


def _judge(transcript: _Transcript) -> int:
    for failure in transcript.failures:
        tell(f"os1: {failure.message} {failure.next_step}".rstrip())
    if len(transcript.heard) != len(THEODORE):
        tell(f"os1: She heard {len(transcript.heard)} of {len(THEODORE)} lines.")
        return 1
    for said, heard in zip(THEODORE, transcript.heard, strict=True):
        if _words(said) != _words(heard):
            tell(f'os1: He said "{said}", and she heard "{heard}".')
            return 1
    return 1 if transcript.failures else 0


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
