"""python -m os1_setup run|test|bench: have everything there that this layer needs."""

import os
import sys
from pathlib import Path

from os1_setup import needs, system
from os1_setup.environment import LAYERS, Environment
from os1_setup.machine import Machine
from os1_setup.problem import SetupProblem, tell

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: "list[str]") -> int:
    """The exit code: 0 when all is there, 1 when a person has to do something."""
    if len(arguments) != 1 or arguments[0] not in LAYERS:
        tell(f"usage: os1_setup {'|'.join(LAYERS)}")
        return 2
    layer = arguments[0]
    machine = Machine(log=ROOT / ".make" / "setup.log")
    try:
        system.ensure(needs.for_layer(layer), machine, skip=os.environ.get("SYSTEM", "") == "skip")
        Environment(ROOT, machine).prepare(layer)
    except SetupProblem as problem:
        tell(str(problem))
        return 1
    except OSError as error:
        tell(f"os1: The set-up cannot go on: {error}.")
        return 1
    except KeyboardInterrupt:
        tell("\nos1: Stopped. Run the same command again to go on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
