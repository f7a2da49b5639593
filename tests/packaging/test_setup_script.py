"""How the set-up finds a Python, and makes and keeps its environment."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest_plugins = ["made_up_machine"]

SETUP = Path(__file__).resolve().parents[2] / "packaging" / "setup"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    locks = root / "packaging" / "locks"
    locks.mkdir(parents=True)
    for name in ("build", "run", "test", "bench"):
        (locks / f"{name}.txt").write_text(f"{name}-package==1\n")
    (root / "pyproject.toml").write_text("[project]\n")
    return root


@pytest.fixture
def environment(setup_modules: SimpleNamespace, project: Path, machine: Any) -> Any:
    return setup_modules.environment.Environment(project, machine)


def _locks_installed(machine: Any) -> list[str]:
    return [Path(command[-1]).stem for command in machine.ran("pip", "--requirement")]


def test_the_first_run_installs_only_from_locks_with_hashes_builders_first(
    environment: Any, machine: Any, project: Path
) -> None:
    environment.prepare("run")
    assert _locks_installed(machine) == ["build", "run"]
    assert all("--require-hashes" in c for c in machine.ran("pip", "--requirement"))
    assert machine.commands[0][1:3] == ("-m", "venv")
    assert machine.commands[-1][-2:] == ("--editable", str(project))
    assert {"--no-deps", "--no-build-isolation"} <= set(machine.commands[-1])


def test_the_second_run_runs_nothing(environment: SimpleNamespace, machine: Any) -> None:
    environment.prepare("run")
    machine.commands.clear()
    environment.prepare("run")
    assert machine.commands == []


def test_the_tests_add_their_layer_and_leave_the_first_one_good(
    environment: Any, machine: Any
) -> None:
    environment.prepare("run")
    machine.commands.clear()
    environment.prepare("test")
    assert _locks_installed(machine) == ["test"]
    assert not machine.ran("--editable")
    assert environment.is_ready("run")
    assert not environment.is_ready("bench")


def test_a_changed_lock_is_installed_again_and_nothing_else(
    environment: Any, machine: Any, project: Path
) -> None:
    environment.prepare("test")
    machine.commands.clear()
    (project / "packaging" / "locks" / "run.txt").write_text("run-package==2\n")
    environment.prepare("test")
    assert _locks_installed(machine) == ["run"]
    assert not machine.ran("venv", "--clear")


def test_a_changed_project_file_reinstalls_only_os1(
    environment: Any, machine: Any, project: Path
) -> None:
    environment.prepare("run")
    machine.commands.clear()
    (project / "pyproject.toml").write_text("[project]\nname = 'os1'\n")
    environment.prepare("run")
    assert [c[-2:] for c in machine.ran("pip")[1:]] == [("--editable", str(project))]


def test_a_moved_project_gets_a_new_environment(
    setup_modules: SimpleNamespace,
    environment: Any,
    machine: Any,
    project: Path,
) -> None:
    environment.prepare("run")
    machine.commands.clear()
    moved = project.rename(project.with_name("elsewhere"))
    setup_modules.environment.Environment(moved, machine).prepare("run")
    assert machine.ran("venv", "--clear")
    assert _locks_installed(machine) == ["build", "run"]


def test_another_python_gets_a_new_environment(
    environment: Any, machine: Any, project: Path
) -> None:
    environment.prepare("run")
    stamp = project / ".venv" / "os1-setup.json"
    stamp.write_text(stamp.read_text().replace(f"{sys.version_info[1]}", "10", 1))
    machine.commands.clear()
    environment.prepare("run")
    assert machine.ran("venv", "--clear")


def test_an_environment_made_by_hand_is_completed_not_thrown_away(
    environment: Any, machine: Any, project: Path
) -> None:
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    environment.prepare("run")
    assert not machine.ran("venv", "--clear")
    assert _locks_installed(machine) == ["build", "run"]


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"locks": {}}'])
def test_a_stamp_that_makes_no_sense_counts_as_none(
    environment: Any, machine: Any, project: Path, stamp: str
) -> None:
    environment.prepare("run")
    (project / ".venv" / "os1-setup.json").write_text(stamp)
    machine.commands.clear()
    environment.prepare("run")
    assert _locks_installed(machine) == ["build", "run"]
    assert environment.is_ready("run")


def test_pip_failing_is_told_and_the_next_run_tries_again(
    setup_modules: SimpleNamespace, environment: SimpleNamespace, machine: Any
) -> None:
    machine.failing = ("run.txt",)
    with pytest.raises(setup_modules.problem.SetupProblem, match="pip's own words") as caught:
        environment.prepare("run")
    assert "network" in caught.value.next_step
    assert not environment.is_ready("run")
    machine.failing = ()
    environment.prepare("run")
    assert environment.is_ready("run")


def test_an_environment_that_cannot_be_made_is_told(
    setup_modules: SimpleNamespace, environment: SimpleNamespace, machine: Any
) -> None:
    machine.failing = ("venv --clear",)
    with pytest.raises(setup_modules.problem.SetupProblem, match="could not make"):
        environment.prepare("run")


def test_the_stamp_names_what_was_installed(environment: SimpleNamespace, project: Path) -> None:
    environment.prepare("bench")
    held = json.loads((project / ".venv" / "os1-setup.json").read_text())
    assert list(held["locks"]) == ["build", "run", "bench"]


def _start(
    tmp_path: Path, pythons: Mapping[str, str], *arguments: str
) -> "subprocess.CompletedProcess[str]":
    """Run prepare.sh in a project of its own, on a path with only these Pythons."""
    home = tmp_path / "a project" / "packaging" / "setup"
    home.mkdir(parents=True)
    shutil.copy(SETUP / "prepare.sh", home)
    path = tmp_path / "bin"
    path.mkdir()
    (path / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    for name, script in pythons.items():
        (path / name).write_text(f"#!/bin/sh\n{script}\n")
        (path / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(home / "prepare.sh"), *arguments],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


OLD = 'case "$2" in *print*) echo 3.9;; *) exit 1;; esac'
NEW = 'case "$2" in *print*) echo 3.12;; -m) echo "$*";; esac'


def test_an_old_python_is_named_with_the_way_out(tmp_path: Path) -> None:
    done = _start(tmp_path, {"python3": OLD, "apt-get": ""}, "run")
    assert done.returncode == 1
    assert "python3 is 3.9" in done.stderr
    assert "sudo apt-get install -y python3 python3-venv" in done.stderr


def test_no_python_at_all_is_told(tmp_path: Path) -> None:
    done = _start(tmp_path, {}, "run")
    assert done.returncode == 1
    assert "No Python was found" in done.stderr
    assert "apt-get" not in done.stderr


def test_a_newer_python_beside_an_old_one_is_found(tmp_path: Path) -> None:
    done = _start(tmp_path, {"python3": OLD, "python3.12": NEW}, "test")
    assert (done.returncode, done.stdout) == (0, "-P -m os1_setup test\n")


def test_the_set_up_speaks_on_standard_error_only(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "os1_setup", "nonsense"],
        env={**os.environ, "PYTHONPATH": str(SETUP)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "run|test|bench" in done.stderr
