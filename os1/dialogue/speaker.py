"""Her side of a turn: choosing the words, and remembering that they were said."""

from collections.abc import Mapping

from os1.core.messages import Reply
from os1.dialogue.context import CONTEXT_TURNS, Said
from os1.dialogue.memory import Memory
from os1.dialogue.rules import Lines, Rule
from os1.dialogue.script import Script

LAST_RESORT = "I'm listening."
GAMBIT_CONFIDENCE = 0.3
FALLBACK_CONFIDENCE = 0.1


class Speaker:
    """Speaks the lines of a script for one conversation."""

    __slots__ = ("_memory", "_script")

    def __init__(self, script: Script, memory: Memory) -> None:
        self._script = script
        self._memory = memory

    def words(
        self, rule: Rule, values: Mapping[str, str], facts: Mapping[str, str]
    ) -> tuple[str, str]:
        """What to say for a rule, and how it came about."""
        saying = self._memory.saying
        text = saying.choose(rule.id, rule.says, values, stale=rule.repeats)
        if text is not None:
            return text, 'from its lines in "says"'
        text = saying.choose(f"{rule.id} again", rule.again, values)
        if text is not None:
            return text, '"says" was said a moment ago: from its lines in "again"'
        for kind in ("repeat", "fallback"):
            for lines in self._usable(kind, facts):
                text = saying.choose(lines.id, lines.says, facts)
                if text is not None:
                    return text, f'all of it was said a moment ago: from {kind} "{lines.id}"'
        text = saying.choose(rule.id, rule.says, values, stale=True)
        return text or LAST_RESORT, "everything was said a moment ago: the oldest line again"

    def move_on(self, facts: Mapping[str, str], trace: tuple[str, ...]) -> Reply:
        """A gambit on what is being talked about, once; else a fallback."""
        memory = self._memory
        topic, memory.topic = memory.topic, ""
        if topic and memory.topic_age < CONTEXT_TURNS:
            for gambit in self._usable("gambit", facts):
                if gambit.topic == topic:
                    reply = self._from_part(gambit, facts, GAMBIT_CONFIDENCE, trace)
                    if reply is not None:
                        return reply
        fallback = self.from_lines("fallback", facts, trace=trace)
        return fallback or self.resort(facts, trace)

    def from_lines(
        self,
        kind: str,
        facts: Mapping[str, str],
        *,
        confidence: float = FALLBACK_CONFIDENCE,
        trace: tuple[str, ...] = (),
    ) -> Reply | None:
        """A greeting, a silence or the like that fits and is fresh; None if there is none."""
        for part in self._usable(kind, facts):
            reply = self._from_part(part, facts, confidence, trace)
            if reply is not None:
                return reply
        return None

    def _from_part(
        self,
        part: Lines,
        facts: Mapping[str, str],
        confidence: float,
        trace: tuple[str, ...],
        *,
        stale: bool = False,
    ) -> Reply | None:
        text = self._memory.saying.choose(part.id, part.says, facts, stale=stale)
        if text is None:
            return None
        self._memory.follow(part.id)
        why = f'{part.kind} "{part.id}" ({part.place.file}, line {part.place.line})'
        return self.say(Reply(text, part.id, part.kind, confidence, part.mood, trace=(*trace, why)))

    def _usable(self, kind: str, facts: Mapping[str, str]) -> list[Lines]:
        """Lines of this kind that fit now, the most particular first."""
        fitting = [part for part in self._script.lines_of(kind) if part.when.holds(facts)]
        return sorted(fitting, key=lambda part: not part.when)

    def resort(self, facts: Mapping[str, str], trace: tuple[str, ...]) -> Reply:
        """For a script without a line to spare."""
        for kind in ("fallback", "silence", "greeting"):
            for part in self._usable(kind, facts):
                why = (*trace, "everything was said a moment ago")
                reply = self._from_part(part, facts, 0.0, why, stale=True)
                if reply is not None:
                    return reply
        self._memory.follow("")
        why = (*trace, "the script has no line for this")
        return self.say(Reply(LAST_RESORT, "", "fallback", 0.0, trace=why))

    def follow(self, said: Said, topic: str) -> None:
        """This rule, or these, spoke in this turn."""
        memory = self._memory
        memory.follow(said)
        if topic:
            memory.topic, memory.topic_age = topic, 0
        else:
            memory.topic_age += 1

    def say(self, reply: Reply) -> Reply:
        """Remember that it was said."""
        self._memory.saying.note(reply.text)
        self._memory.mood = reply.mood
        return reply
