from pathlib import Path

import pytest

from os1.errors import ModelError
from os1.paths import catalog_file
from os1.speech.models.catalog import load_catalog

GOOD = """
[[model]]
name = "vosk-model-small-xx-1"
kind = "vosk"
language = "xx"
summary = "For tests."
size_bytes = 10
installed_bytes = 20
sha256 = "{sha}"
licence = "MIT"
source = "https://example.org/models"
url = "https://example.org/models/x.zip"
""".format(sha="a" * 64)


def test_every_entry_of_the_published_catalogue_is_complete_and_fetched_over_https() -> None:
    models = load_catalog(catalog_file())
    assert "vosk-model-small-en-us-0.15" in [model.name for model in models]
    for model in models:
        assert model.url.startswith("https://")
        assert model.source.startswith("https://")
        assert len(model.sha256) == 64
        assert model.installed_bytes > model.size_bytes > 1_000_000


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('sha256 = "' + "a" * 64 + '"', "", "sha256 is missing"),
        ('"' + "a" * 64 + '"', '"' + "z" * 64 + '"', "sha256 is"),
        ("size_bytes = 10", "size_bytes = -1", "size_bytes is -1"),
        ("size_bytes = 10", 'size_bytes = "10"', "size_bytes is '10'"),
        ('name = "vosk-model-small-xx-1"', 'name = "../escape"', "name is '../escape'"),
        ('kind = "vosk"', 'kind = "magic"', "kind is 'magic'"),
        ('licence = "MIT"', 'licence = ""', "licence is ''"),
        ('url = "https:', 'url = "ftp:', "url is"),
        ('kind = "vosk"', 'kind = "vosk"\ncolour = "red"', "unknown key colour"),
        ("[[model]]", "[[model", "line 2"),
        ("[[model]]", "[model]", "written as [[model]]"),
    ],
)
def test_a_mistake_in_the_catalogue_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "catalog.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(ModelError) as caught:
        load_catalog(path)
    assert told in caught.value.message
    assert str(path) in caught.value.message


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(GOOD)
    assert [model.name for model in load_catalog(path)] == ["vosk-model-small-xx-1"]
    path.write_text(GOOD + GOOD)
    with pytest.raises(ModelError, match="listed twice"):
        load_catalog(path)


def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.toml"):
        load_catalog(tmp_path / "nowhere.toml")
