"""Whether a window could be shown at all, found out without loading Qt.

Qt ends the whole process when its platform plug-in cannot start, so the question
must be asked before.
"""

import os
import sys
from collections.abc import Mapping


def display_available(
    environment: Mapping[str, str] | None = None, platform: str = sys.platform
) -> bool:
    """True where windows can be shown.

    On Linux and other Unix systems that takes DISPLAY, WAYLAND_DISPLAY or an explicit
    QT_QPA_PLATFORM; Windows and macOS always have a desktop.
    """
    if platform in ("win32", "darwin"):
        return True
    environment = os.environ if environment is None else environment
    return any(environment.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
