"""One conversation with one user, over a shared script."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from os1.core.messages import Reply, Utterance
from os1.dialogue.answers import yes_or_no
from os1.dialogue.context import Context, Match, Said
from os1.dialogue.memory import Memory, Pending
from os1.dialogue.normalise import readings
from os1.dialogue.rules import Rule
from os1.dialogue.saying import fill, values_for
from os1.dialogue.script import Script
from os1.dialogue.speaker import Speaker
from os1.dialogue.spoken_clock import clock_facts
from os1.dialogue.tracing import explain

NO_REPEAT_SENTENCES = 20
MAX_ALTERNATIVES = 5
MAX_REDIRECTS = 5
WORSE = 4.0
"""A reading whose score (a log probability) is so much lower than the best is not looked at."""
SURE = 0.85
"""From this confidence on she acts; below it she asks back first."""

Heard = Utterance | str | Sequence[tuple[str, float]]


class Conversation:
    """Remembers what was said lately and what it learned; answers through the script.

    now: asked for the local time, for greetings and the clock.
    rng: chooses among lines; give a seeded one to make a conversation repeatable.
    """

    __slots__ = ("_memory", "_now", "_script")

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
        chance = (rng or random.SystemRandom()).getrandbits(64)
        self._memory = Memory(chance, no_repeat_sentences)

    @classmethod
    def restore(
        cls,
        script: Script,
        state: Mapping[str, Any],
        *,
        now: Callable[[], datetime] = datetime.now,
    ) -> Self:
        """The conversation of a snapshot, over the same script or another version of it.

        What the script no longer has is left out. Raises ValueError if the state is not
        one that `snapshot` gave.
        """
        conversation = cls(script, now=now)
        conversation._memory = Memory.of_plain(script, state)
        return conversation

    def snapshot(self) -> dict[str, Any]:
        """Everything it remembers, as plain data that JSON can hold."""
        return self._memory.plain(self._script)

    def use(self, script: Script) -> None:
        """Go on with another version of the script."""
        self._memory = Memory.of_plain(script, self.snapshot())
        self._script = script

    @property
    def script(self) -> Script:
        """The script in use."""
        return self._script

    @property
    def facts(self) -> Mapping[str, str]:
        """What it learned so far, by name: "user.name"."""
        return dict(self._memory.facts)

    def learn(self, facts: Mapping[str, str]) -> None:
        """Know these facts from now on."""
        self._memory.facts.update(facts)

    def forget(self, fact: str) -> None:
        """Know this no more."""
        self._memory.facts.pop(fact, None)

    def greeting(self) -> Reply:
        """What she says first, by the time of the day."""
        facts = self._all_facts()
        return self._speaker.from_lines("greeting", facts, confidence=1.0) or self._speaker.resort(
            facts, ()
        )

    def reply(self, heard: Heard) -> Reply:
        """Her answer. Never empty, whatever was said.

        heard: a text; or an utterance; or a recogniser's readings with their scores (log
        probabilities), in any order.
        """
        texts = _texts(heard)
        memory = self._memory
        memory.turn += 1
        facts = self._all_facts()
        spoken = [readings(text)[0].words for text in texts]
        if not any(spoken):
            trace = ("no word was heard",)
            return self._speaker.from_lines("silence", facts, trace=trace) or self._speaker.resort(
                facts, trace
            )
        pending, memory.pending = memory.pending, None
        if pending is not None:
            answered = self._answer_to_asking(pending, spoken[0], facts)
            if answered is not None:
                return answered
        match = self._script.match_any(texts, self._context(facts))
        if match is None:
            return self._speaker.move_on(facts, (f'no rule hears "{" ".join(spoken[0])}"',))
        path, slots = self._path(match.rule, match.slots, facts)
        if match.confidence < SURE and any(rule.does for rule in path):
            return self._ask_back(match, path, facts)
        reply = self._answer(path, slots, facts, explain(match))
        return _found_by(reply, match.stage, match.confidence)

    @property
    def _speaker(self) -> Speaker:
        return Speaker(self._script, self._memory)

    def _context(self, facts: Mapping[str, str]) -> Context:
        memory = self._memory
        return Context(memory.recent, facts, memory.resting(self._script))

    def _path(
        self, rule: Rule, slots: Mapping[str, str], facts: Mapping[str, str]
    ) -> tuple[list[Rule], dict[str, str]]:
        """The rules a redirect leads through, the one that speaks last; and all slots."""
        path = [rule]
        filled = dict(slots)
        while path[-1].redirect and len(path) <= MAX_REDIRECTS:
            target = path[-1].redirect
            if target in self._script:
                onward: Rule | None = self._script.rule(target)
            else:
                match = self._script.match(fill(target, filled), self._context(facts))
                onward = match.rule if match else None
                filled.update(match.slots if match else {})
            if onward is None or onward in path:
                break
            path.append(onward)
        return path, filled

    def _answer(
        self,
        path: list[Rule],
        slots: dict[str, str],
        facts: Mapping[str, str],
        trace: tuple[str, ...],
    ) -> Reply:
        """What the last rule of a path says."""
        memory = self._memory
        rule = path[-1]
        trace = (*trace, *(f'redirected to rule "{step.id}"' for step in path[1:]))
        if rule.redirect:
            trace = (*trace, f'"{rule.redirect}" leads nowhere')
            return self._speaker.move_on(facts, trace)
        for step in path:
            self._take(step, slots)
        facts = {**facts, **memory.facts}
        values = values_for(slots, self._script.slot_kinds(path), facts)
        text, how = self._speaker.words(rule, values, facts)
        said: Said = rule.id if len(path) == 1 else frozenset(step.id for step in path)
        self._speaker.follow(said, next((step.topic for step in path if step.topic), ""))
        return self._speaker.say(
            Reply(
                text=text,
                rule=rule.id,
                mood=rule.mood,
                trace=(*trace, how),
                actions=tuple(action for step in path for action in step.does),
                slots=slots,
            )
        )

    def _take(self, rule: Rule, slots: Mapping[str, str]) -> None:
        """What choosing a rule does to the conversation."""
        for fact, text in rule.remembers:
            self._memory.facts[fact] = fill(text, slots)
        if rule.cooldown:
            self._memory.used[rule.id] = self._memory.turn

    def _ask_back(self, match: Match, path: list[Rule], facts: Mapping[str, str]) -> Reply:
        """Before doing something on a guess: is that what was wanted?"""
        rule = next(step for step in path if step.does)
        slots = match.slots
        values = values_for(slots, self._script.slot_kinds([rule]), facts)
        meant = match.meant or match.template
        text = self._memory.saying.choose(f"{rule.id} asks", rule.asks, values, stale=True)
        self._memory.pending = Pending(match.rule_id, slots, meant)
        self._speaker.follow("", "")
        why = f"confidence {match.confidence} is not enough to act: asked back first"
        return self._speaker.say(
            Reply(
                text=text or f"Did you mean: {meant}?",
                rule=rule.id,
                stage="confirm",
                confidence=match.confidence,
                mood=rule.mood,
                trace=(*explain(match), why),
                slots=slots,
            )
        )

    def _answer_to_asking(
        self, pending: Pending, words: tuple[str, ...], facts: Mapping[str, str]
    ) -> Reply | None:
        answer = yes_or_no(words)
        if answer is None or pending.rule not in self._script:
            return None
        if answer:
            trace = (f'she had asked whether "{pending.meant}" was meant: yes',)
            path, slots = self._path(self._script.rule(pending.rule), pending.slots, facts)
            return _found_by(self._answer(path, slots, facts, trace), "confirmed", 1.0)
        trace = (f'she had asked whether "{pending.meant}" was meant: no',)
        declined = self._speaker.from_lines("declined", facts, confidence=1.0, trace=trace)
        if declined is not None:
            return declined
        self._speaker.follow("", "")
        return self._speaker.say(
            Reply("All right, I won't.", pending.rule, "declined", 1.0, trace=trace)
        )

    def _all_facts(self) -> dict[str, str]:
        memory = self._memory
        talk = {"talk.topic": memory.topic, "talk.mood": memory.mood}
        return {**memory.facts, **talk, **clock_facts(self._now())}


def _found_by(reply: Reply, stage: str, confidence: float) -> Reply:
    """The reply with how its rule was found, unless it came from somewhere else."""
    return reply if reply.stage else replace(reply, stage=stage, confidence=confidence)


def _texts(heard: Heard) -> tuple[str, ...]:
    """The readings worth looking at, the likeliest first."""
    if isinstance(heard, str):
        return (heard,)
    if isinstance(heard, Utterance):
        return (heard.text, *heard.alternatives[:MAX_ALTERNATIVES])
    ranked = sorted(heard, key=lambda reading: -reading[1])
    likely = [text for text, score in ranked if score >= ranked[0][1] - WORSE]
    return tuple(likely[: MAX_ALTERNATIVES + 1]) or ("",)
