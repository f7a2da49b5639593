"""A script, compiled: shared by all conversations, never changed."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from os1.dialogue import cache as cached
from os1.dialogue import checks
from os1.dialogue.context import NOTHING, Context, Match
from os1.dialogue.layer import Layer
from os1.dialogue.loader import load
from os1.dialogue.matching import Matcher
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.rules import Lines, Rule
from os1.dialogue.tables import build


class Script:
    """Rules and lines, ready to be talked with.

    Made by `from_string`, `from_files` or `from_folder`; each raises ScriptMistake (a
    ScriptError) that names file, line, rule and reason if the script is faulty.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self._matcher = Matcher(self._layers, self.persona)
        self._lines: dict[str, tuple[Lines, ...]] = {}
        for lines in self.lines:
            self._lines[lines.kind] = (*self._lines.get(lines.kind, ()), lines)

    @classmethod
    def from_string(cls, text: str, name: str = "script.toml") -> Self:
        """A script that is one text."""
        return cls._from_texts([(name, text)], None)

    @classmethod
    def from_files(cls, paths: Iterable[str | Path], cache: str | Path | None = None) -> Self:
        """A script of several files. Raises ScriptMistake also if one cannot be read.

        cache: a folder to keep the compiled script in. A cache that is not what it should
        be is made anew; one that cannot be written is done without.
        """
        return cls._from_texts([(Path(path).name, _read(Path(path))) for path in paths], cache)

    @classmethod
    def from_folder(cls, folder: str | Path, cache: str | Path | None = None) -> Self:
        """All .toml files of a folder, in order of their names."""
        paths = sorted(Path(folder).glob("*.toml"))
        if not paths:
            raise ScriptMistake(Place(str(folder)), "there is no script in this folder")
        return cls.from_files(paths, cache)

    @classmethod
    def _from_texts(cls, texts: list[tuple[str, str]], cache: str | Path | None) -> Self:
        file = cached.file_for(Path(cache), texts) if cache is not None else None
        if file is not None:
            kept = cached.load(file)
            if kept is not None:
                return cls([Layer(*kept)])
        content = load(texts)
        checks.check(content)
        script = cls([Layer(build(content))])
        checks.check_ties(script, script.rules)
        if file is not None:
            cached.save(file, script._layers[0].tables, script._matcher.index(0))
        return script

    def with_rules(self, text: str, name: str = "added.toml") -> Self:
        """This script and more rules, which may use its concepts and answer its rules.

        Nothing of it is built again: it stays as it is, and the new rules are looked up
        beside it. Raises ScriptMistake.
        """
        content = load([(name, text)], self._concepts())
        checks.check(content, self)
        script = type(self)((*self._layers, Layer(build(content))))
        checks.check_ties(script, [draft.rule for draft in content.drafts])
        return script

    @property
    def persona(self) -> str:
        """The name she answers to."""
        return next((layer.tables.persona for layer in self._layers if layer.tables.persona), "")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in order. Read afresh each time: not for the middle of a conversation."""
        return tuple(rule for layer in self._layers for rule in layer.each_rule())

    @property
    def lines(self) -> tuple[Lines, ...]:
        """Every greeting, gambit, fallback and so on."""
        return tuple(lines for layer in self._layers for lines in layer.lines)

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts its rules remember or are told."""
        return frozenset(fact for layer in self._layers for fact in layer.tables.facts)

    def lines_of(self, kind: str) -> tuple[Lines, ...]:
        """The lines of one kind: greeting, gambit, fallback, silence, repeat, declined."""
        return self._lines.get(kind, ())

    def __contains__(self, rule_id: object) -> bool:
        return any(rule_id in layer.number_of for layer in self._layers)

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises KeyError."""
        for layer in self._layers:
            if rule_id in layer.number_of:
                return layer.rule(layer.number_of[rule_id])
        raise KeyError(rule_id)

    def slot_kinds(self, rules: Iterable[Rule]) -> dict[str, str]:
        """The kinds of the slots these rules may fill, by name."""
        kinds: dict[str, str] = {}
        for rule in rules:
            for layer in self._layers:
                if rule.id in layer.number_of:
                    kinds.update(layer.slot_kinds(layer.number_of[rule.id]))
        return kinds

    def match(self, text: str, context: Context | None = None) -> Match | None:
        """The rule for this text, or None if no stage knows one."""
        return self._matcher.match((text,), context or NOTHING)

    def match_any(self, texts: Iterable[str], context: Context) -> Match | None:
        """The same for several readings of one utterance, the likeliest first."""
        return self._matcher.match(tuple(texts), context)

    def all_matches(
        self, text: str, context: Context | None = None, *, brute: bool = False
    ) -> list[Match]:
        """Every way a rule hears exactly this, in the declared order.

        brute: by trying every template, which must find the same.
        """
        return self._matcher.every(text, context or NOTHING, brute=brute)

    def warm_up(self) -> None:
        """Load now what the first misheard sentence would have to wait for."""
        self._matcher.warm_up()

    def misled(self) -> Iterator[tuple[Rule, str, str | None]]:
        """Sentences that end up with the wrong rule: (rule, sentence, id of what was chosen).

        That is, an example of a rule that does not select it, or a `not` that does.
        """
        return checks.misled(self)

    def _concepts(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(texts)
            for layer in self._layers
            for name, texts in layer.tables.concepts.items()
        }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScriptMistake(Place(str(path)), f"it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ScriptMistake(Place(str(path)), "it is not written in UTF-8") from error
