"""The stages of matching over the layers of a script. Pure: no state but what is kept to be quick.

    exact       the sentence is one a template spells out
    index       a template fits; only those whose rarest needed word was said are tried
    repair      a template was probably meant (see `repair`)
    paraphrase  it is like the examples of one rule, and of no other (see `paraphrase`)

Order among the rules that hear the same:
    1. urgent ones (priority 100 and more)
    2. an answer to her last turn, then to the turn before, then what needs no context
    3. the higher priority
    4. what fits firmly before what leaves most free; the whole text before a part of it
    5. fewer words taken by `*` and text slots
    6. more words named by the template
    7. what stands earlier in the script (files in order of their names)
"""

from collections.abc import Sequence

from os1.dialogue.context import CONTEXT_TURNS, Context, Match, order
from os1.dialogue.guesses import Guesses, keep
from os1.dialogue.layer import Layer
from os1.dialogue.normalise import Words, normalise, takes
from os1.dialogue.paraphrase import Index, Likeness, accepted, same_topic
from os1.dialogue.program import Found
from os1.dialogue.repair import Repaired
from os1.dialogue.rules import URGENT

URGENT_COST = 0.6
"""The most a repair into an urgent rule may cost: one word misheard, not one replaced."""
DOUBT = 0.16
"""Two rules whose repairs cost the same but for so much: neither is chosen."""
IN_CONTEXT = 0.35
"""A repair is cheaper by so much when the rule answers what was just said."""
NOTHING_FOUND = Found(0, 0, ())


class Matcher:
    """Finds the rule for a text."""

    def __init__(self, layers: Sequence[Layer], persona: str) -> None:
        self._layers = tuple(layers)
        self._persona = persona
        self._guesses = Guesses(layers, persona)
        self._unheard: dict[str, None] = {}  # texts that no rule hears, in any context
        self._any_urgent = any(layer.urgent for layer in self._layers)

    def match(self, texts: Sequence[str], context: Context) -> Match | None:
        """The rule for several readings of one utterance, the likeliest first.

        What is urgent comes first, even if a word of it was misheard. Then a good match of
        a later reading comes before a repair of an earlier one, and that before a
        paraphrase, and that before a match that leaves most of the sentence free.
        """
        loose: Match | None = None
        firm: Match | None = None
        for text in texts:
            match = self.direct(text, context)
            if match is None:
                continue
            if not match.weak:
                firm = match
                break
            loose = loose or match
        if self._any_urgent and not (firm and firm.layer.priorities[firm.number] >= URGENT):
            urgent = self._urgent(texts[0], context) if texts else None
            if urgent is not None:
                return urgent
        if firm is not None:
            return firm
        for stage in (self.repaired, self.paraphrased):
            for text in texts:
                match = stage(text, context)
                if match is not None:
                    return match
        return loose

    def every(self, text: str, context: Context, *, brute: bool = False) -> list[Match]:
        """All that hears exactly this, in the declared order. brute: try every template."""
        found = []
        for speech, back in takes(text, self._persona):
            for depth, layer in enumerate(self._layers) if speech.words else ():
                tried = dict(layer.candidates(speech.words))
                if brute:
                    tried = dict.fromkeys(range(layer.tables.heard))
                for template, known in tried.items():
                    number = layer.rule_of[template]
                    age = self._age(layer, number, context)
                    how = known or layer.program(template).find(speech)
                    if age is not None and how is not None:
                        place = (depth, number, template)
                        key = order(layer, how, age=age, back=back, place=place)
                        match = Match(
                            layer,
                            number,
                            speech,
                            stage="index",
                            age=age,
                            found=how,
                            template=template,
                            back=back,
                        )
                        found.append((key, match))
        return [match for _, match in sorted(found, key=lambda one: one[0])]

    def direct(self, text: str, context: Context) -> Match | None:
        """The best of the rules that hear exactly this."""
        if text in self._unheard:
            return None
        best: Match | None = None
        best_key: tuple[object, ...] = ()
        heard = False
        for speech, back in takes(text, self._persona):
            words = speech.words
            if not words:
                continue
            for depth, layer in enumerate(self._layers):
                bound = layer.tables.bound
                for template, known in layer.candidates(words):
                    number = layer.rule_of[template]
                    age = context.age(layer.rule(number)) if bound[number] else CONTEXT_TURNS
                    if age is None:
                        heard = True  # perhaps, in another context
                        continue
                    found = known or layer.program(template).find(speech)
                    if found is None:
                        continue
                    heard = True
                    place = (depth, number, template)
                    key = order(layer, found, age=age, back=back, place=place)
                    if best is None or key < best_key:
                        stage = "index" if known is None else "exact"
                        best_key = key
                        best = Match(
                            layer,
                            number,
                            speech,
                            stage=stage,
                            age=age,
                            found=found,
                            template=template,
                            back=back,
                        )
        if not heard:
            keep(self._unheard, text, None)
        return best

    def repaired(self, text: str, context: Context) -> Match | None:
        """The rule that was probably meant; None when in doubt between two."""
        ranked = []
        for depth, speech, back, repair in self._guesses.mends(text):
            layer = self._layers[depth]
            age = self._age(layer, repair.rule, context)
            cost = repair.aligned.cost
            if age is None or (repair.rule in layer.urgent and cost > URGENT_COST):
                continue
            adjusted = cost - (IN_CONTEXT if age < CONTEXT_TURNS else 0.0) + 0.3 * back
            key = (adjusted, age, -layer.priorities[repair.rule], depth, repair.template)
            ranked.append((key, layer, speech, back, age, repair))
        ranked.sort(key=lambda one: one[0])
        if not ranked:
            return None
        first = ranked[0]
        for other in ranked[1:]:
            if (other[1], other[5].rule) == (first[1], first[5].rule):
                continue
            if other[0][0] - first[0][0] >= DOUBT:
                break
            if other[4] == first[4] and other[0][2] == first[0][2]:
                return None
        _, layer, speech, back, age, repair = first
        match = _of_repair(layer, speech, back, age, repair)
        return None if match.weak else match

    def paraphrased(self, text: str, context: Context) -> Match | None:
        """The rule whose examples are most like it; None when unsure."""
        for depth, speech, ranked in self._guesses.likely(text):
            layer = self._layers[depth]
            ages = {one.rule: self._age(layer, one.rule, context) for one in ranked}
            allowed = [one for one in ranked if ages[one.rule] is not None]
            learned = self._guesses.index(depth).regression is not None
            chosen = accepted(allowed, learned=learned)
            if chosen is None:
                continue
            example = self._example(layer, chosen)
            if learned or same_topic(speech.words, normalise(example).words):
                return Match(
                    layer,
                    chosen.rule,
                    speech,
                    stage="paraphrase",
                    age=ages[chosen.rule] or 0,
                    found=NOTHING_FOUND,
                    likeness=chosen.score,
                    meant=example,
                )
        return None

    def warm_up(self) -> None:
        """Do now what the first misheard sentence would have to wait for."""
        self._guesses.mends("warming up the slow stages")
        self._guesses.likely("warming up the slow stages")

    def index(self, depth: int) -> Index:
        """The paraphrase index of a layer."""
        return self._guesses.index(depth)

    def _urgent(self, text: str, context: Context) -> Match | None:
        """An urgent rule that was probably meant, when there is a word nobody knows."""
        for depth, speech, back, repair in self._guesses.alarms(text):
            layer = self._layers[depth]
            age = self._age(layer, repair.rule, context)
            if age is not None and repair.aligned.cost <= URGENT_COST:
                return _of_repair(layer, speech, back, age, repair)
        return None

    def _age(self, layer: Layer, number: int, context: Context) -> int | None:
        return context.age(layer.rule(number)) if layer.tables.bound[number] else CONTEXT_TURNS

    def _example(self, layer: Layer, chosen: Likeness) -> str:
        """The example it resembles: they are numbered rule by rule."""
        rules = self._guesses.index(self._layers.index(layer)).rules
        first = int(rules.searchsorted(chosen.rule))
        return layer.rule(chosen.rule).examples[chosen.example - first]


def _of_repair(layer: Layer, speech: Words, back: int, age: int, repair: Repaired) -> Match:
    return Match(
        layer,
        repair.rule,
        speech,
        stage="repair",
        age=age,
        found=repair.aligned.found,
        template=repair.template,
        back=back,
        cost=repair.aligned.cost,
        meant=repair.aligned.meant,
    )
