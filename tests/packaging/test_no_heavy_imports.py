"""The plug-in that proves core and dialogue need neither Qt, nor Vosk, nor sound."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


def _run(folder: Path, test: str) -> "subprocess.CompletedProcess[str]":
    (folder / "test_made_here.py").write_text(test)
    options = ("-p", "no_heavy_imports", "-p", "no:pytest-qt", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(TESTS.parent / "pyproject.toml"), "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["PySide6.QtCore", "vosk", "sounddevice"])
def test_a_heavy_import_fails_in_that_run(tmp_path: Path, name: str) -> None:
    done = _run(tmp_path, f"def test_import():\n    import {name}\n")
    assert done.returncode == 1
    assert "may not be imported in this run" in done.stdout


def test_everything_else_imports_as_ever(tmp_path: Path) -> None:
    done = _run(tmp_path, "def test_import():\n    import numpy\n    import os1.core.events\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
