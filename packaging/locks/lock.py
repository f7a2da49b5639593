"""Writes the lock files: `make lock`, or `make lock ARGS=--upgrade` for newer versions.

    build.txt   what builds OS1            run.txt    what it runs with
    test.txt    what the tests add         bench.txt  what the benchmarks add

Each names every version and the hashes of all its files, for Linux, macOS and
Windows and every Python from 3.11. Tests and benchmarks are each installed upon
build and run, with --no-deps: their locks leave out what those bring. Needs uv.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# lock: (its sources, the locks it is installed upon, others to agree with)
LOCKS: "dict[str, tuple[list[str], list[str], list[str]]]" = {
    "run": (["pyproject.toml", "packaging/locks/run.in"], [], []),
    "build": (["packaging/locks/build.in"], ["run"], []),
    "test": (["pyproject.toml", "--extra", "test"], ["build", "run"], []),
    "bench": (["pyproject.toml", "--extra", "bench"], ["build", "run"], ["test"]),
}
HEADER = (
    "# Written by `make lock`; edit pyproject.toml or packaging/locks/*.in instead.\n"
    "# Installed with: pip install --require-hashes --no-deps -r THIS\n"
)


def entries(text: str) -> "dict[str, str]":
    """Each requirement line of a lock, with all that belongs to it."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return {block.split(" \\\n")[0].strip(): block for block in blocks}


def compile_lock(uv: str, name: str, options: "list[str]") -> None:
    """Resolve one lock, at the versions that earlier ones chose, and write it."""
    sources, below, beside = LOCKS[name]
    output = HERE / f"{name}.txt"
    agreed = [
        o for other in [*below, *beside] for o in ("--constraint", f"packaging/locks/{other}.txt")
    ]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / output.name
        if output.exists():
            fresh.write_text(output.read_text(encoding="utf-8"), encoding="utf-8")
        command = [
            *(uv, "pip", "compile", "--quiet", "--no-config", "--no-header", "--universal"),
            *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
            *("--overrides", "packaging/locks/overrides.in", "--output-file", str(fresh)),
            *(*agreed, *options, *sources),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        wanted = entries(fresh.read_text(encoding="utf-8"))
    for other in below:
        known = entries((HERE / f"{other}.txt").read_text(encoding="utf-8"))
        wanted = {line: block for line, block in wanted.items() if line not in known}
    text = HEADER + "".join(wanted.values()).replace(str(ROOT) + "/", "")
    output.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{output.relative_to(ROOT)}: {len(wanted)} packages\n")


def main() -> int:
    """Write all locks; exit code 1 if uv is missing or finds no solution."""
    own = Path(sys.executable).with_name("uv")
    uv = str(own) if own.exists() else shutil.which("uv")
    if uv is None:
        sys.stderr.write("os1: `make lock` needs uv. Next step: .venv/bin/pip install uv\n")
        return 1
    for name in LOCKS:
        try:
            compile_lock(uv, name, sys.argv[1:])
        except subprocess.CalledProcessError:
            sys.stderr.write(f"os1: no {name} lock was written; uv's words are above.\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
