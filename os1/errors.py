"""Everything that can go wrong and be told to a person.

Each error says what happened in one sentence that names the thing, and the
next step to take in another. Only these reach the user; anything else is a bug.

    Os1Error                exit code 1
     ├─ ConfigError         the settings file, with its line and key
     ├─ StorageError        a folder or file of ours cannot be read or written
     ├─ AudioError
     │   ├─ AudioFileError  a recording cannot be read or written
     │   ├─ DeviceMissing   exit code 3: no such microphone or speaker
     │   └─ DeviceLost      it was there, and went away while in use
     ├─ ModelError
     │   ├─ ModelMissing    exit code 3: not installed
     │   ├─ ModelCorrupt    exit code 3: installed, but not what it should be
     │   └─ DownloadError   an installation did not finish
     ├─ VoiceError          a voice could not speak
     ├─ ScriptError         a dialogue script, with its file, line and rule
     └─ UsageError          exit code 2: a question asked of us the wrong way
"""

from typing import ClassVar


class Os1Error(Exception):
    """A problem to tell the user: `message` names it, `next_step` helps."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class UsageError(Os1Error):
    """The command was asked for in a way it does not understand."""

    exit_code = 2


class ConfigError(Os1Error):
    """The settings file cannot be used."""


class StorageError(Os1Error):
    """A folder or file of ours cannot be read or written."""


class AudioError(Os1Error):
    """Something about sound."""


class AudioFileError(AudioError):
    """A recording cannot be read or written."""


class DeviceMissing(AudioError):
    """There is no such microphone or speaker."""

    exit_code = 3


class DeviceLost(AudioError):
    """A device went away while it was in use."""


class ModelError(Os1Error):
    """Something about a speech model."""


class ModelMissing(ModelError):
    """A needed model is not installed."""

    exit_code = 3


class ModelCorrupt(ModelError):
    """A model is installed, but its files are not what they should be."""

    exit_code = 3


class DownloadError(ModelError):
    """A model could not be fetched or unpacked."""


class VoiceError(Os1Error):
    """A voice could not be loaded or could not speak."""


class ScriptError(Os1Error):
    """A dialogue script has a mistake in it."""
