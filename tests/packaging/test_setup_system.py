"""How the set-up brings system packages, or says how to, on machines made up for it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest_plugins = ["made_up_machine"]


@pytest.fixture
def bare(setup_modules: SimpleNamespace, machine: Any) -> Any:
    """A Debian that has nothing of what OS1 needs, and whose apt has it all."""
    machine.brings = {need.name: need.package for need in setup_modules.needs.TEST}
    return machine


def test_a_machine_that_has_everything_is_left_alone(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.present = set(bare.brings)
    setup_modules.system.ensure(setup_modules.needs.TEST, bare)
    assert bare.commands == []


def test_only_the_missing_packages_are_installed_without_questions(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.present = set(bare.brings) - {"libportaudio.so.2", "libxcb-cursor.so.0"}
    setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    [install] = bare.ran("apt-get", "install")
    assert install[-2:] == ("libportaudio2", "libxcb-cursor0")
    assert {"DEBIAN_FRONTEND=noninteractive", "-y", "--no-install-recommends"} <= set(install)
    assert "sudo" not in install
    assert bare.ran("apt-get", "update")


def test_a_list_of_packages_that_cannot_be_renewed_does_not_stop_the_installation(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.failing = ("update",)
    setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    assert bare.ran("install")


def test_a_user_whose_sudo_asks_nothing_installs_through_it(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.is_root = False
    setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    [install] = bare.ran("apt-get", "install")
    assert install[:2] == ("sudo", "-n")


def test_a_user_at_a_terminal_may_type_the_password(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.is_root = False
    bare.may_ask = True
    bare.failing = ("sudo -n true",)
    setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    [install] = bare.ran("apt-get", "install")
    assert install[:2] == ("sudo", "env")


@pytest.mark.parametrize(
    ("has_sudo", "command"),
    [
        (True, "sudo apt-get install -y libportaudio2"),
        (False, "su - -c 'apt-get install -y libportaudio2'"),
    ],
)
def test_a_user_who_may_not_install_is_told_the_exact_command(
    setup_modules: SimpleNamespace, bare: Any, has_sudo: bool, command: str
) -> None:
    bare.is_root = False
    bare.has_sudo = has_sudo
    bare.failing = ("sudo -n true",)
    bare.present = set(bare.brings) - {"libportaudio.so.2"}
    with pytest.raises(setup_modules.problem.SetupProblem) as caught:
        setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    assert caught.value.next_step.splitlines()[0] == command
    assert "microphone" in caught.value.message
    assert not bare.ran("apt-get")


def test_apt_failing_is_told_with_its_last_words_and_the_command(
    setup_modules: SimpleNamespace, bare: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.failing = ("install",)
    with pytest.raises(setup_modules.problem.SetupProblem, match=r"setup\.log") as caught:
        setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    assert "Unable to fetch" in capsys.readouterr().err
    assert "apt-get install -y" in caught.value.next_step


def test_a_package_that_does_not_bring_its_library_is_told(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    del bare.brings["libEGL.so.1"]
    with pytest.raises(setup_modules.problem.SetupProblem, match=r"libEGL\.so\.1"):
        setup_modules.system.ensure(setup_modules.needs.RUN, bare)


def test_without_apt_the_libraries_are_named_and_nothing_is_run(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    bare.has_apt = False
    with pytest.raises(setup_modules.problem.SetupProblem, match=r"libportaudio\.so\.2"):
        setup_modules.system.ensure(setup_modules.needs.RUN, bare)
    assert bare.commands == []


def test_skip_goes_on_without_libraries_but_not_without_venv(
    setup_modules: SimpleNamespace, bare: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    setup_modules.system.ensure(setup_modules.needs.RUN, bare, skip=True)
    assert "libportaudio2" in capsys.readouterr().err
    assert bare.commands == []
    bare.is_root = bare.has_sudo = False
    needs = setup_modules.needs.python_needs((3, 12), Path("/usr/bin/python3.12"))
    with pytest.raises(setup_modules.problem.SetupProblem) as caught:
        setup_modules.system.ensure(needs, bare, skip=True)
    assert "python3.12-venv" in caught.value.next_step
    assert "SYSTEM=skip" not in caught.value.next_step


def test_a_python_that_is_not_debians_is_not_sent_to_apt_for_its_venv(
    setup_modules: SimpleNamespace, bare: Any
) -> None:
    needs = setup_modules.needs.python_needs((3, 12), Path("/opt/python/bin/python3.12"))
    with pytest.raises(setup_modules.problem.SetupProblem, match="ensurepip"):
        setup_modules.system.ensure(needs, bare)
    assert not bare.ran("apt-get")


def test_the_real_machine_tells_what_is_there_from_what_is_not(
    setup_modules: SimpleNamespace, tmp_path: Path
) -> None:
    kind, need = setup_modules.needs.Kind, setup_modules.needs.Need
    here = setup_modules.machine.Machine(tmp_path / "log")
    pattern = str(tmp_path / "*.so")[1:]
    assert here.has(need(kind.LIBRARY, "libc.so.6", "", ""))
    assert not here.has(need(kind.LIBRARY, "libno-such-thing.so.9", "", ""))
    assert here.has(need(kind.PROGRAM, "sh", "", ""))
    assert not here.has(need(kind.PROGRAM, "no-such-program", "", ""))
    assert not here.has(need(kind.FILE, f"nowhere/*.so:{pattern}", "", ""))
    (tmp_path / "plugin.so").touch()
    assert here.has(need(kind.FILE, f"nowhere/*.so:{pattern}", "", ""))
    assert here.has(need(kind.MODULE, "venv", "", ""))


def test_the_real_machine_logs_a_command_and_returns_its_exit_code(
    setup_modules: SimpleNamespace, tmp_path: Path
) -> None:
    here = setup_modules.machine.Machine(tmp_path / "new" / "log")
    lines: list[str] = []
    code = here.run(
        ("sh", "-c", "echo $WORD; echo bad >&2; exit 7"),
        extra_env={"WORD": "good"},
        on_line=lines.append,
        errors_to_log=True,
    )
    assert (code, lines) == (7, ["good\n", "bad\n"])
    assert here.last_words(1) == "bad\n"
    assert here.run(("no-such-program",)) == 127
