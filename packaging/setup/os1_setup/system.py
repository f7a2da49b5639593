"""Brings the system packages that are missing, or says exactly how to."""

from collections.abc import Sequence

from os1_setup.machine import Machine
from os1_setup.needs import Need
from os1_setup.problem import SetupProblem, tell

_PATIENCE = ("-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
_QUIET = ("env", "DEBIAN_FRONTEND=noninteractive")


def ensure(needs: Sequence[Need], machine: Machine, *, skip: bool = False) -> None:
    """Have all of `needs` there. Raises SetupProblem with the command to run.

    skip: go on without what only a part of OS1 needs, and say so.
    """
    missing = [need for need in needs if not machine.has(need)]
    if skip and missing:
        without = [need for need in missing if need.optional]
        missing = [need for need in missing if not need.optional]
        if without:
            tell(f"os1: going on without {', '.join(sorted({n.package for n in without}))}.")
    if not missing:
        return
    packages = sorted({need.package for need in missing})
    if not machine.has_apt or not all(packages):
        raise _elsewhere(missing)
    _install(packages, missing, machine)
    machine.forget()
    left = [need for need in missing if not machine.has(need)]
    if left:
        names = ", ".join(need.name for need in left)
        raise SetupProblem(
            f"The packages were installed, but {names} still cannot be found.",
            f"apt-get install -y --reinstall {' '.join(sorted({n.package for n in left}))}",
        )


def _install(packages: Sequence[str], missing: Sequence[Need], machine: Machine) -> None:
    become = _how_to_become_root(machine)
    if become is None:
        raise _not_allowed(packages, missing, machine)
    tell(f"os1: installing {len(packages)} system packages: {' '.join(packages)}")
    apt = (*become, *_QUIET, "apt-get", *_PATIENCE)
    # A stale or half-broken list is no reason to stop: the installation itself tells.
    machine.run((*apt, "update"), errors_to_log=True)
    install = (*apt, "install", "-y", "--no-install-recommends", *packages)
    if machine.run(install, errors_to_log=True):
        tell(machine.last_words())
        raise SetupProblem(
            f"apt-get could not install them; its last words are above, all of them in "
            f"{machine.log}.",
            _command(packages, machine) + "\nThen run the same make command again.",
        )


def _how_to_become_root(machine: Machine) -> "tuple[str, ...] | None":
    """What to put before a command, or None if we may not."""
    if machine.is_root:
        return ()
    if not machine.has_sudo:
        return None
    if machine.run(("sudo", "-n", "true"), errors_to_log=True) == 0:
        return ("sudo", "-n")
    if not machine.may_ask:
        return None
    tell("os1: some system packages are missing; sudo may ask for your password.")
    return ("sudo",)


def _command(packages: Sequence[str], machine: Machine) -> str:
    command = f"apt-get install -y {' '.join(packages)}"
    if machine.is_root:
        return command
    return f"sudo {command}" if machine.has_sudo else f"su - -c '{command}'"


def _listed(missing: Sequence[Need], by: str) -> str:
    """One line for each purpose, with all that it lacks."""
    purposes: dict[str, list[str]] = {}
    for need in missing:
        names = purposes.setdefault(need.why, [])
        if getattr(need, by) not in names:
            names.append(getattr(need, by))
    return "\n".join(f"  for {why}: {' '.join(names)}" for why, names in purposes.items())


def _not_allowed(
    packages: Sequence[str], missing: Sequence[Need], machine: Machine
) -> SetupProblem:
    after = "Then run the same make command again."
    if all(need.optional for need in missing):
        after += " (With SYSTEM=skip at its end it goes on without them.)"
    return SetupProblem(
        "These system packages are missing, and installing them needs an administrator:\n"
        + _listed(missing, "package"),
        f"{_command(packages, machine)}\n{after}",
    )


def _elsewhere(missing: Sequence[Need]) -> SetupProblem:
    """For systems without apt, and Pythons that did not come from it."""
    return SetupProblem(
        "These are missing on this system:\n" + _listed(missing, "name"),
        "install them with your system's package manager, then run the same command again."
        + (
            " (With SYSTEM=skip at its end it goes on without them.)"
            if all(need.optional for need in missing)
            else ""
        ),
    )
