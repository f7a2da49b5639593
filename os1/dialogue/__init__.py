"""The rule engine: text in, reply out. No threads, no clock of its own.

    text -> normalise -> layer (candidates) -> program (does it fit?) -> matching (the order)
         -> conversation -> Reply
    files -> loader -> checks -> tables (plain data) -> cache
    what nothing hears -> repair (what recognisers mishear), paraphrase (other words)

A `Script` is shared and never changes; a `Conversation` is small and has one user.
"""

from os1.dialogue.context import Context, Match
from os1.dialogue.conversation import Conversation
from os1.dialogue.mistakes import ScriptMistake
from os1.dialogue.rules import MOODS
from os1.dialogue.script import Script
from os1.dialogue.store import ScriptStore
from os1.errors import ScriptError

__all__ = [
    "MOODS",
    "Context",
    "Conversation",
    "Match",
    "Script",
    "ScriptError",
    "ScriptMistake",
    "ScriptStore",
]
