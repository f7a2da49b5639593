"""A conversation whose script may be edited while it goes on. A Dialogue; see os1.core.ports."""

from os1.core.messages import Reply, Utterance
from os1.dialogue.conversation import Conversation
from os1.dialogue.mistakes import ScriptMistake
from os1.dialogue.store import ScriptStore


class LivingConversation:
    """Looks before each reply whether the script has changed, and goes on with the new one.

    A mistake in the new one is a `problem`, and the last good one stays in force.
    """

    def __init__(self, store: ScriptStore) -> None:
        self._store = store
        self._conversation = Conversation(store.script)
        self._told: ScriptMistake | None = None

    def reply(self, utterance: Utterance) -> Reply:
        """Her answer."""
        self._refresh()
        return self._conversation.reply(utterance)

    def greeting(self) -> Reply:
        """What she says first."""
        self._refresh()
        return self._conversation.greeting()

    def problem(self) -> ScriptMistake | None:
        """What is wrong with the script as it is now; told once."""
        mistake = self._store.mistake
        if mistake is self._told:
            return None
        self._told = mistake
        return mistake

    def warm_up(self) -> None:
        """Load now what the first misheard sentence would have to wait for."""
        self._store.script.warm_up()

    def _refresh(self) -> None:
        if self._store.reload():
            self._conversation.use(self._store.script)
