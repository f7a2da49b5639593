"""A script that may be edited while it is in use: the last good version stays in force."""

from pathlib import Path

from os1.dialogue.mistakes import ScriptMistake
from os1.dialogue.script import Script

Seen = tuple[tuple[str, int, int], ...]


class ScriptStore:
    """The script in a folder, read again when its files change.

    Raises ScriptMistake when first made, if there is no good version to begin with.
    cache: see Script.from_files.
    """

    def __init__(self, folder: str | Path, cache: str | Path | None = None) -> None:
        self._folder = Path(folder)
        self._cache = cache
        self._seen = self._look()
        self._script = Script.from_folder(self._folder, cache)
        self._mistake: ScriptMistake | None = None

    @property
    def script(self) -> Script:
        """The last good version."""
        return self._script

    @property
    def mistake(self) -> ScriptMistake | None:
        """What is wrong with the files as they are now, if something is."""
        return self._mistake

    def reload(self) -> bool:
        """Read the files if they have changed; whether there is a new script.

        A mistake is kept in `mistake`, for whoever can show it, and the script stays as
        it was.
        """
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            self._script = Script.from_folder(self._folder, self._cache)
        except ScriptMistake as mistake:
            self._mistake = mistake
            return False
        self._mistake = None
        return True

    def _look(self) -> Seen:
        """Names, sizes and times of the files."""
        found = []
        for path in sorted(self._folder.glob("*.toml")):
            try:
                about = path.stat()
            except OSError:
                continue
            found.append((path.name, about.st_size, about.st_mtime_ns))
        return tuple(found)
