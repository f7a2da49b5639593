"""OS1 and its peers behind one small face: rules in, the id of the rule for a sentence out."""

import contextlib
import importlib.util
import io
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.dialogue.renderings import as_aiml, as_hassil, as_os1, as_rivescript
from benchmarks.dialogue.workload import Rule
from os1.dialogue import Script

Ask = Callable[[str], str]
"""A sentence -> the id of the rule that hears it; "" for none."""

OURS = "os1"


def os1_script(rules: Sequence[Rule]) -> Script:
    """The rules as a script."""
    return Script.from_string(as_os1(rules))


def os1(rules: Sequence[Rule]) -> Ask:
    """OS1, all of its stages, without a conversation around it."""
    return asking(os1_script(rules))


def asking(script: Script) -> Ask:
    """Any script, the same way."""
    script.warm_up()

    def ask(text: str) -> str:
        match = script.match(text)
        return match.rule_id if match else ""

    return ask


def python_aiml(rules: Sequence[Rule]) -> Ask:
    """python-aiml: its word trie, and the answer that comes of it."""
    import aiml

    kernel = aiml.Kernel()
    kernel.verbose(False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.aiml"
        path.write_text(as_aiml(rules), encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            kernel.learn(str(path))

    return lambda text: str(kernel.respond(text))


def rivescript(rules: Sequence[Rule]) -> Ask:
    """rivescript: sorted triggers, tried one after the other."""
    from rivescript import RiveScript
    from rivescript.exceptions import RiveScriptError

    bot = RiveScript()
    bot.stream(as_rivescript(rules))
    bot.sort_replies()

    def ask(text: str) -> str:
        try:
            reply = bot.reply("user", text, errors_as_replies=False)
        except RiveScriptError:
            return ""
        return str(reply)

    return ask


def hassil(rules: Sequence[Rule]) -> Ask:
    """hassil: its best match."""
    from hassil import Intents, recognize_best

    intents = Intents.from_dict(as_hassil(rules))

    def ask(text: str) -> str:
        result = recognize_best(text, intents)
        return result.intent.name if result else ""

    return ask


_PEERS = {
    "python-aiml": ("aiml", python_aiml),
    "rivescript": ("rivescript", rivescript),
    "hassil": ("hassil", hassil),
}


def peers() -> dict[str, Callable[[Sequence[Rule]], Ask]]:
    """Those that are installed."""
    found = {}
    for name, (module, make) in _PEERS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if importlib.util.find_spec(module):
                found[name] = make
    return found


def missing() -> list[str]:
    """Peers that are not installed."""
    return [name for name in _PEERS if name not in peers()]
