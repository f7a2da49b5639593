"""What the lock files hold, against what the project asks for."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def _locked(name: str) -> dict[str, list[str]]:
    """Each package of a lock with its requirement lines, markers and all."""
    found: dict[str, list[str]] = {}
    text = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    for line in re.findall(r"^([A-Za-z0-9][^\\\n]+?) \\$", text, re.MULTILINE):
        found.setdefault(canonicalize_name(Requirement(line).name), []).append(line)
    return found


@pytest.mark.parametrize("name", ["build", "run", "test", "bench"])
def test_every_locked_package_has_one_version_and_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--find-links|file:", text)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    for block in blocks:
        assert re.match(r"\S+==\S+ ", block), block
        assert "--hash=sha256:" in block, block


def test_the_locks_hold_every_dependency_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = {
        "build": (project["build-system"]["requires"], ["build"]),
        "run": (project["project"]["dependencies"], ["run"]),
        "test": (extras["test"], ["build", "run", "test"]),
        "bench": (extras["bench"], ["build", "run", "bench"]),
    }
    for what, (requirements, locks) in asked.items():
        held: dict[str, list[str]] = {}
        for lock in locks:
            held |= _locked(lock)
        for requirement in map(Requirement, requirements):
            lines = [
                Requirement(line) for line in held.get(canonicalize_name(requirement.name), [])
            ]
            versions = [str(line.specifier).removeprefix("==") for line in lines]
            assert any(map(requirement.specifier.contains, versions)), (
                f"{what}: {requirement} is not in the locks {versions}; run `make lock`"
            )


@pytest.mark.parametrize("locks", [("build", "run"), ("build", "run", "test")])
def test_the_locks_hold_what_the_locked_packages_need(locks: tuple[str, ...]) -> None:
    lines = [
        Requirement(line) for lock in locks for each in _locked(lock).values() for line in each
    ]
    here = {canonicalize_name(r.name) for r in lines if r.marker is None or r.marker.evaluate()}
    for name in sorted(here):
        for needed in map(Requirement, metadata.requires(name) or []):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in here, f"{name} needs {needed}"


def test_no_package_is_locked_twice_for_the_same_machine() -> None:
    seen: dict[str, str] = {}
    for lock in ("build", "run", "test", "bench"):
        for name, lines in _locked(lock).items():
            fitting = [
                r for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate()
            ]
            assert len(fitting) <= 1, f"{name} twice in {lock}"
            for requirement in fitting:
                earlier = seen.setdefault(name, str(requirement.specifier))
                assert earlier == str(requirement.specifier), f"{name} differs in {lock}"
