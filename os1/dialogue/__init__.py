"""The rule engine: text in, reply out. No threads, no files once loaded, no clock of its own.

    text -> normalise -> template, matcher -> script (the declared order) -> conversation -> Reply
                              repair (what recognisers mishear)

A `Script` is shared and never changes; a `Conversation` is small and has one user.
"""

from os1.dialogue.conversation import Conversation
from os1.dialogue.mistakes import ScriptMistake
from os1.dialogue.rules import MOODS
from os1.dialogue.script import Context, Match, Script

__all__ = ["MOODS", "Context", "Conversation", "Match", "Script", "ScriptMistake"]
