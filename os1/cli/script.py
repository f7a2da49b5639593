"""`os1 script`: for those who write what she says: check it, explain it, test it."""

import argparse
from pathlib import Path
from typing import Any

from os1.cli.context import Commands, Context, say, say_json, tell
from os1.core.messages import Reply
from os1.dialogue import Conversation, Script
from os1.dialogue.replay import differences, read
from os1.dialogue.report import remarks
from os1.errors import ScriptError, UsageError
from os1.paths import assets_dir


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add `os1 script` and what it can do."""
    parser = commands.add_parser(
        "script", parents=[common], help="her script: check it, explain it, test it"
    )
    actions = parser.add_subparsers(dest="script_command", required=True, metavar="COMMAND")
    check = actions.add_parser("check", parents=[common], help="look for mistakes in a script")
    check.add_argument("paths", nargs="*", metavar="PATH", help="files or a folder; else her own")
    check.add_argument("--json", action="store_true", help="one remark a line, for programs")
    check.set_defaults(run=run_check)
    explain = actions.add_parser(
        "explain", parents=[common], help="say how she comes to answer a sentence"
    )
    explain.add_argument("sentences", nargs="+", metavar="SENTENCE", help="said one after another")
    explain.add_argument("--script", metavar="PATH", help="file or folder of the script")
    explain.add_argument("--json", action="store_true", help="one reply a line, for programs")
    explain.set_defaults(run=run_explain)
    test = actions.add_parser("test", parents=[common], help="hold conversations written in files")
    test.add_argument("files", nargs="+", metavar="FILE", help="conversations with their answers")
    test.add_argument("--script", metavar="PATH", help="file or folder of the script")
    test.set_defaults(run=run_test)


def run_check(args: argparse.Namespace, _context: Context) -> int:
    """Tell everything worth a look; 1 if there was something."""
    script = _load(args.paths)
    found = list(remarks(script))
    for remark in found:
        if args.json:
            say_json(
                {
                    "kind": remark.kind,
                    "file": remark.place.file,
                    "line": remark.place.line,
                    "rule": remark.place.rule,
                    "text": remark.text,
                }
            )
        else:
            say(str(remark))
    examples = sum(len(rule.examples) for rule in script.rules)
    count = f"{len(script.rules)} rules, {examples} examples"
    tell(f"{count}: {len(found)} to look at." if found else f"{count}: all is well.")
    return 1 if found else 0


def run_explain(args: argparse.Namespace, _context: Context) -> int:
    """Say the sentences to her, and tell how each answer came about."""
    conversation = Conversation(_load([args.script] if args.script else []))
    for sentence in args.sentences:
        reply = conversation.reply(sentence)
        if args.json:
            say_json(_plain(sentence, reply))
        else:
            say(f"you: {sentence}")
            say(f"her: {reply.text}")
            for step in reply.trace:
                say(f"     {step}")
            details = [f"stage {reply.stage}", f"confidence {reply.confidence:.2f}"]
            details.append(f"mood {reply.mood}")
            details += [f"does {action}" for action in reply.actions]
            say(f"     {', '.join(details)}")
    return 0


def run_test(args: argparse.Namespace, _context: Context) -> int:
    """Hold the conversations; 1 if one went another way than it is written."""
    script = _load([args.script] if args.script else [])
    turns = wrong = 0
    for name in args.files:
        scenes = read(Path(name).name, _text(Path(name)))
        turns += sum(len(scene.turns) for scene in scenes)
        for difference in differences(script, Path(name).name, scenes):
            wrong += 1
            say(str(difference))
            for step in difference.reply.trace:
                say(f"     {step}")
    if not turns:
        raise UsageError("There is no conversation in there.", "Lines begin with `you:`.")
    tell(
        f"{turns} turns: {wrong} went another way." if wrong else f"{turns} turns: all as written."
    )
    return 1 if wrong else 0


def _load(paths: list[str]) -> Script:
    if not paths:
        return Script.from_folder(assets_dir() / "samantha")
    if len(paths) == 1 and Path(paths[0]).is_dir():
        return Script.from_folder(paths[0])
    return Script.from_files(paths)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"Cannot read {path}: {error}.", "Check the file.") from error


def _plain(sentence: str, reply: Reply) -> dict[str, Any]:
    return {
        "said": sentence,
        "text": reply.text,
        "rule": reply.rule,
        "stage": reply.stage,
        "confidence": reply.confidence,
        "mood": reply.mood,
        "actions": list(reply.actions),
        "slots": dict(reply.slots),
        "trace": list(reply.trace),
    }
