"""From the text of script files to rules; every mistake with its place and reason."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from os1.dialogue.fields import Fields
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.rules import Content, Lines, Rule
from os1.dialogue.template import Choice, Sequence, Template, TemplateError, compile_template, parse

LINE_KINDS = ("greeting", "gambit", "fallback", "silence", "repeat")
_TABLES = frozenset({"rule", "concepts", "persona", *LINE_KINDS})
_RULE_KEYS = frozenset(
    "id hears says again after topic when mood remembers priority repeats examples not".split()
)
_LINES_KEYS = frozenset("id says topic mood when".split())
_HEADING = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_LONG_QUOTES = re.compile(r'"""|\'\'\'')


def load(files: Iterable[tuple[str, str]]) -> Content:
    """Read (name, text) of every file of a script. Raises ScriptMistake."""
    loader = _Loader()
    read = [(name, _toml(name, text), _headings(text)) for name, text in files]
    for name, document, _ in read:
        loader.take_concepts(name, document)
    for name, document, headings in read:
        loader.take(name, document, headings)
    return loader.content()


class _Loader:
    """Collects the parts of a script from its files."""

    def __init__(self) -> None:
        self._concepts: dict[str, tuple[tuple[str, ...], Place]] = {}
        self._choices: dict[str, Choice] = {}
        self._open: list[str] = []
        self._rules: list[Rule] = []
        self._lines: list[Lines] = []
        self._persona = ""

    def content(self) -> Content:
        return Content(tuple(self._rules), tuple(self._lines), self._persona)

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
                    self._rules.append(self._rule(table, place))
                else:
                    self._lines.append(_spoken(kind, table, place))
        persona = document.get("persona", {})
        if not isinstance(persona, dict):
            raise ScriptMistake(Place(file), '"persona" must be a table')
        fields = Fields(persona, Place(file), frozenset({"name"}))
        self._persona = fields.text("name", self._persona)

    def _rule(self, table: dict[str, Any], place: Place) -> Rule:
        fields = Fields(table, place, _RULE_KEYS)
        name = fields.id()
        return Rule(
            id=name,
            place=fields.place,
            position=len(self._rules),
            hears=tuple(
                self._template(text, fields) for text in fields.texts("hears", required=True)
            ),
            says=fields.lines("says", required=True),
            again=fields.lines("again"),
            after=frozenset(fields.texts("after")),
            topic=fields.text("topic"),
            mood=fields.mood(),
            when=fields.condition(),
            priority=fields.whole_number("priority"),
            repeats=fields.flag("repeats"),
            remembers=fields.texts_by_name("remembers"),
            examples=fields.texts("examples", required=True),
            unlike=fields.texts("not"),
        )

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
