"""One conversation with one user, over a shared script."""

import random
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime

from os1.core.messages import Reply, Utterance
from os1.dialogue.normalise import readings
from os1.dialogue.rules import Lines, Rule
from os1.dialogue.saying import Saying, fill, values_for
from os1.dialogue.script import CONTEXT_TURNS, Context, Match, Script
from os1.dialogue.spoken_clock import clock_facts

NO_REPEAT_SENTENCES = 20
MAX_ALTERNATIVES = 5
LAST_RESORT = "I'm listening."
GAMBIT_CONFIDENCE = 0.3
FALLBACK_CONFIDENCE = 0.1


class Conversation:
    """Remembers what was said lately and what it learned; answers through the script.

    now: asked for the local time, for greetings and the clock.
    rng: chooses among lines; give a seeded one to make a conversation repeatable.
    """

    def __init__(
        self,
        script: Script,
        *,
        now: Callable[[], datetime] = datetime.now,
        rng: random.Random | None = None,
        no_repeat_sentences: int = NO_REPEAT_SENTENCES,
    ) -> None:
        self._script = script
        self._now = now
        self._saying = Saying(rng or random.SystemRandom(), no_repeat_sentences)
        self._recent: deque[str] = deque(maxlen=CONTEXT_TURNS)
        self._facts: dict[str, str] = {}
        self._topic = ""
        self._topic_age = 0

    @property
    def facts(self) -> Mapping[str, str]:
        """What it learned so far, by name: "user.name"."""
        return dict(self._facts)

    def greeting(self) -> Reply:
        """What she says first, by the time of the day."""
        facts = self._all_facts()
        return self._from_lines("greeting", facts, confidence=1.0) or self._resort(facts, ())

    def reply(self, utterance: Utterance | str) -> Reply:
        """Her answer. Never empty, whatever was said."""
        if isinstance(utterance, str):
            utterance = Utterance(utterance)
        facts = self._all_facts()
        texts = (utterance.text, *utterance.alternatives[:MAX_ALTERNATIVES])
        if not any(readings(text)[0].words for text in texts):
            trace = ("no word was heard",)
            return self._from_lines("silence", facts, trace=trace) or self._resort(facts, trace)
        match = self._script.match_any(texts, Context(tuple(self._recent), facts))
        if match is not None:
            return self._answer(match, facts)
        return self._move_on(facts, (f'no rule hears "{readings(utterance.text)[0]}"',))

    def _answer(self, match: Match, facts: Mapping[str, str]) -> Reply:
        rule = match.rule
        kinds = {name: kind for template in rule.hears for name, kind in template.slots.items()}
        for fact, text in (rule.remembers or {}).items():
            self._facts[fact] = fill(text, match.slots)
        facts = {**facts, **self._facts}
        text, how = self._words(rule, values_for(match.slots, kinds, facts), facts)
        self._follow(rule)
        return self._say(
            Reply(
                text=text,
                rule=rule.id,
                stage=match.stage,
                confidence=match.confidence,
                mood=rule.mood,
                trace=(*_explain(match), how),
            )
        )

    def _words(
        self, rule: Rule, values: Mapping[str, str], facts: Mapping[str, str]
    ) -> tuple[str, str]:
        """What to say for a rule, and how it came about."""
        text = self._saying.choose(rule.id, rule.says, values)
        if text is not None:
            return text, 'from its lines in "says"'
        text = self._saying.choose(f"{rule.id} again", rule.again, values)
        if text is not None:
            return text, '"says" was said a moment ago: from its lines in "again"'
        if not rule.repeats:
            for kind in ("repeat", "fallback"):
                for lines in self._usable(kind, facts):
                    text = self._saying.choose(lines.id, lines.says, facts)
                    if text is not None:
                        return text, f'all of it was said a moment ago: from {kind} "{lines.id}"'
        text = self._saying.choose(rule.id, rule.says, values, stale=True)
        return text or LAST_RESORT, "everything was said a moment ago: the oldest line again"

    def _move_on(self, facts: Mapping[str, str], trace: tuple[str, ...]) -> Reply:
        """A gambit on what is being talked about, once; else a fallback."""
        topic, self._topic = self._topic, ""
        gambits = [part for part in self._usable("gambit", facts) if part.topic == topic]
        if topic and self._topic_age < CONTEXT_TURNS:
            for gambit in gambits:
                reply = self._from_part(gambit, facts, GAMBIT_CONFIDENCE, trace)
                if reply is not None:
                    return reply
        fallback = self._from_lines("fallback", facts, confidence=FALLBACK_CONFIDENCE, trace=trace)
        return fallback or self._resort(facts, trace)

    def _from_lines(
        self,
        kind: str,
        facts: Mapping[str, str],
        *,
        confidence: float = FALLBACK_CONFIDENCE,
        trace: tuple[str, ...] = (),
    ) -> Reply | None:
        for part in self._usable(kind, facts):
            reply = self._from_part(part, facts, confidence, trace)
            if reply is not None:
                return reply
        return None

    def _from_part(
        self, part: Lines, facts: Mapping[str, str], confidence: float, trace: tuple[str, ...]
    ) -> Reply | None:
        text = self._saying.choose(part.id, part.says, facts)
        if text is None:
            return None
        self._recent.appendleft(part.id)
        why = f'{part.kind} "{part.id}" ({part.place.file}, line {part.place.line})'
        return self._say(
            Reply(
                text=text,
                rule=part.id,
                stage=part.kind,
                confidence=confidence,
                mood=part.mood,
                trace=(*trace, why),
            )
        )

    def _usable(self, kind: str, facts: Mapping[str, str]) -> list[Lines]:
        """Lines of this kind that fit now, the most particular first."""
        fitting = [part for part in self._script.content.of_kind(kind) if part.when.holds(facts)]
        return sorted(fitting, key=lambda part: not (part.when.part_of_day or part.when.known))

    def _resort(self, facts: Mapping[str, str], trace: tuple[str, ...]) -> Reply:
        """For a script without a line to spare."""
        for kind in ("fallback", "silence", "greeting"):
            for part in self._usable(kind, facts):
                text = self._saying.choose(part.id, part.says, facts, stale=True)
                if text:
                    self._recent.appendleft(part.id)
                    why = f'{kind} "{part.id}": everything was said a moment ago'
                    return self._say(Reply(text, part.id, kind, 0.0, part.mood, (*trace, why)))
        self._recent.appendleft("")
        why = "the script has no line for this"
        return self._say(Reply(LAST_RESORT, "", "fallback", 0.0, trace=(*trace, why)))

    def _follow(self, rule: Rule) -> None:
        self._recent.appendleft(rule.id)
        if rule.topic:
            self._topic, self._topic_age = rule.topic, 0
        else:
            self._topic_age += 1

    def _say(self, reply: Reply) -> Reply:
        self._saying.note(reply.text)
        return reply

    def _all_facts(self) -> dict[str, str]:
        return {**self._facts, **clock_facts(self._now())}


def _explain(match: Match) -> tuple[str, ...]:
    rule = match.rule
    steps = [f'heard "{match.heard}"']
    if match.stage == "repair":
        steps.append(f'probably meant "{match.template}" (cost {match.cost:.1f})')
    else:
        steps.append(f'fits "{match.template}" ({match.stage})')
    where = f'rule "{rule.id}" ({rule.place.file}, line {rule.place.line})'
    if match.age < CONTEXT_TURNS:
        where += ", as an answer to " + ("her last turn" if match.age == 0 else "the turn before")
    steps.append(where)
    steps.extend(f'{name} is "{value}"' for name, value in sorted(match.slots.items()))
    return tuple(steps)
