"""From the text of script files to rules; every mistake with its place and reason."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from os1.dialogue.fields import Fields
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.normalise import readings
from os1.dialogue.rules import Lines, Rule
from os1.dialogue.template import Template, compile_template, plain_template
from os1.dialogue.tree import Choice, Sequence, TemplateError, parse

LINE_KINDS = ("greeting", "gambit", "fallback", "silence", "repeat", "declined")
_TABLES = frozenset({"rule", "concepts", "persona", *LINE_KINDS})
_RULE_KEYS = frozenset(
    """id hears says again after redirect topic when mood remembers does asks priority repeats
    cooldown examples not""".split()
)
_LINES_KEYS = frozenset("id says topic mood when".split())
_HEADING = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_LONG_QUOTES = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule and its templates, ready to match."""

    rule: Rule
    templates: tuple[Template, ...]

    def slots(self) -> frozenset[str]:
        """Every slot any of its templates can fill."""
        return frozenset(name for template in self.templates for name in template.slots)

    def always_filled(self) -> frozenset[str]:
        """The slots every template of it fills with something short enough to say back."""
        sets = [
            frozenset(name for name in template.always if template.slots[name] != "text")
            for template in self.templates
        ]
        return frozenset.intersection(*sets)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a script says, in the order of its files.

    persona: the name she answers to. concepts: their phrases, as written.
    facts: those that whoever runs the script makes known, besides what rules remember.
    """

    drafts: tuple[Draft, ...]
    lines: tuple[Lines, ...]
    persona: str = ""
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()


def load(
    files: Iterable[tuple[str, str]], concepts: Mapping[str, tuple[str, ...]] | None = None
) -> Content:
    """Read (name, text) of every file of a script. Raises ScriptMistake.

    concepts: those that are known from elsewhere.
    """
    loader = _Loader(concepts or {})
    read = [(name, _toml(name, text), _headings(text)) for name, text in files]
    for name, document, _ in read:
        loader.take_concepts(name, document)
    for name, document, headings in read:
        loader.take(name, document, headings)
    return loader.content()


class _Loader:
    """Collects the parts of a script from its files."""

    def __init__(self, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self._concepts = {name: (texts, Place("concepts")) for name, texts in concepts.items()}
        self._choices: dict[str, Choice] = {}
        self._open: list[str] = []
        self._drafts: list[Draft] = []
        self._lines: list[Lines] = []
        self._persona = ""
        self._facts: set[str] = set()

    def content(self) -> Content:
        concepts = {name: texts for name, (texts, _) in self._concepts.items()}
        return Content(
            tuple(self._drafts), tuple(self._lines), self._persona, concepts, frozenset(self._facts)
        )

    def take_concepts(self, file: str, document: dict[str, Any]) -> None:
        place = Place(file)
        Fields(document, place, _TABLES)
        concepts = document.get("concepts", {})
        if not isinstance(concepts, dict):
            raise ScriptMistake(place, '"concepts" must be a table')
        fields = Fields(concepts, place, frozenset(concepts))
        for name in concepts:
            fields.check_id("concept", name)
            if name in self._concepts:
                raise ScriptMistake(place, f'the concept "{name}" is there twice')
            self._concepts[name] = (fields.texts(name, required=True), place)

    def take(self, file: str, document: dict[str, Any], headings: dict[str, list[int]]) -> None:
        for kind in ("rule", *LINE_KINDS):
            tables = document.get(kind, [])
            if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
                raise ScriptMistake(Place(file), f"write [[{kind}]], with two brackets")
            lines = headings.get(kind, [])
            for index, table in enumerate(tables):
                place = Place(file, lines[index] if index < len(lines) else 0)
                if kind == "rule":
                    self._drafts.append(self._draft(table, place))
                else:
                    self._lines.append(_spoken(kind, table, place))
        persona = document.get("persona", {})
        if not isinstance(persona, dict):
            raise ScriptMistake(Place(file), '"persona" must be a table')
        fields = Fields(persona, Place(file), frozenset({"name", "facts"}))
        self._persona = fields.text("name", self._persona)
        self._facts.update(fields.texts("facts"))

    def _draft(self, table: dict[str, Any], place: Place) -> Draft:
        fields = Fields(table, place, _RULE_KEYS)
        name = fields.id()
        examples = fields.texts("examples", required=True)
        hears = fields.texts("hears")
        templates = [self._template(text, fields) for text in hears]
        if not hears:
            # Examples alone will do: each hears itself, and what is like it.
            hears = examples
            templates = [_spelled(text, fields) for text in examples]
        redirect = fields.text("redirect").strip()
        if redirect and (fields.texts("says") or fields.texts("again")):
            raise fields.mistake('it has both "says" and "redirect"')
        rule = Rule(
            id=name,
            place=fields.place,
            position=len(self._drafts),
            hears=hears,
            says=fields.lines("says", required=not redirect),
            again=fields.lines("again"),
            after=frozenset(fields.texts("after")),
            redirect=redirect,
            topic=fields.text("topic"),
            mood=fields.mood(),
            when=fields.condition(),
            priority=fields.whole_number("priority"),
            repeats=fields.flag("repeats"),
            cooldown=fields.turns("cooldown"),
            remembers=fields.texts_by_name("remembers"),
            does=fields.texts("does"),
            asks=fields.lines("asks"),
            examples=examples,
            unlike=fields.texts("not"),
        )
        return Draft(rule, tuple(templates))

    def _template(self, text: str, fields: Fields) -> Template:
        try:
            return compile_template(text, self._concept)
        except TemplateError as error:
            raise fields.mistake(f'cannot hear "{text}": {error}') from error

    def _concept(self, name: str) -> Choice:
        """The phrases of a concept, read once; concepts may hold concepts, but not themselves."""
        if name not in self._concepts:
            raise TemplateError(f'there is no concept "@{name}"')
        if name in self._open:
            raise TemplateError(f'the concept "@{name}" contains itself')
        if name not in self._choices:
            self._open.append(name)
            phrases, place = self._concepts[name]
            options: list[Sequence] = []
            for phrase in phrases:
                try:
                    options.append(parse(phrase, self._concept))
                except TemplateError as error:
                    raise ScriptMistake(place, f'concept "@{name}", "{phrase}": {error}') from error
            self._open.pop()
            self._choices[name] = Choice(tuple(options))
        return self._choices[name]


def _spelled(text: str, fields: Fields) -> Template:
    try:
        return plain_template(text, readings(text)[0].words)
    except TemplateError as error:
        raise fields.mistake(f'cannot hear "{text}": {error}') from error


def _spoken(kind: str, table: dict[str, Any], place: Place) -> Lines:
    fields = Fields(table, place, _LINES_KEYS)
    name = fields.id()
    topic = fields.text("topic")
    if bool(topic) != (kind == "gambit"):
        raise fields.mistake("a gambit has a topic, and nothing else here has")
    return Lines(
        kind=kind,
        id=name,
        place=fields.place,
        says=fields.lines("says", required=True),
        topic=topic,
        mood=fields.mood(),
        when=fields.condition(),
    )


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.search(str(error))
        reason = _TOML_PLACE.sub("", str(error)).strip()
        place = Place(name, int(found[1]) if found else text.count("\n") + 1)
        raise ScriptMistake(place, f"this is not TOML: {reason}") from error


def _headings(text: str) -> dict[str, list[int]]:
    """The line numbers of `[[rule]]` and its like, outside of long strings."""
    found: dict[str, list[int]] = {}
    quoted = ""
    for number, line in enumerate(text.splitlines(), start=1):
        heading = None if quoted else _HEADING.match(line)
        if heading:
            found.setdefault(heading[1], []).append(number)
        for quotes in _LONG_QUOTES.findall(line):
            quoted = "" if quoted == quotes else quoted or quotes
    return found
