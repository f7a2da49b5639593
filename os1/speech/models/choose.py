"""Which recogniser hears you."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from os1.errors import ModelCorrupt, ModelMissing, UsageError
from os1.speech.models.store import InstalledModel, find_vosk_models, scan_models
from os1.speech.models.vosk import check_vosk_model, guess_language
from os1.speech.models.weights import WHISPER_NAME, package_folder, whisper_folder


@dataclass(frozen=True, slots=True)
class Choice:
    """A recogniser and the folder of its model. language: "" when nothing tells."""

    kind: Literal["vosk", "whisper"]
    path: Path
    name: str
    language: str


def choose_recogniser(wanted: str, model: str, folders: Iterable[Path]) -> Choice:
    """Settle "auto", "vosk" or "whisper", and a model by name or folder ("": the best there is).

    "auto" is an installed English Vosk model if there is one, else whisper. Among
    English models the ones with a look-ahead graph come first (fewer mistakes, still
    quick to load), then the small ones, then the rest, which can take many seconds
    and gigabytes to load. No content is verified here.

    Raises ModelMissing, ModelCorrupt, or UsageError when the two wishes contradict
    each other.
    """
    folders = tuple(folders)
    if wanted not in ("auto", "vosk", "whisper"):
        raise UsageError(f"There is no recogniser {wanted!r}.", "Choose auto, vosk or whisper.")
    if model and model != WHISPER_NAME:
        if wanted == "whisper":
            raise UsageError(
                f"The whisper recogniser has its own model; it cannot use {model}.",
                "Leave out --model, or use --recogniser vosk.",
            )
        _require_vosk()
        return _named(model, folders)
    if wanted == "vosk":
        if model:
            raise UsageError(
                f"{model} is not a Vosk model.", "Leave out --model, or use --recogniser whisper."
            )
        _require_vosk()
        return _best_vosk(find_vosk_models(folders))
    if wanted == "auto" and not model and _vosk_works():
        english = [found for found in find_vosk_models(folders) if found.is_english]
        if english:
            return _best_vosk(english)
    return Choice("whisper", whisper_folder(), WHISPER_NAME, "en")


def _named(model: str, folders: tuple[Path, ...]) -> Choice:
    for found in scan_models(folders):
        if found.name == model:
            if found.problem:
                raise ModelCorrupt(
                    f"The model {model} in {found.path} cannot be used: {found.problem}.",
                    f"Install it again: os1 models install --force {model}.",
                )
            return _choice(found)
    path = Path(model).expanduser()
    if not path.exists():
        raise ModelMissing(
            f"There is no speech model {model}, by name or as a folder.",
            "See what is installed and what can be: os1 models list.",
        )
    check_vosk_model(path)
    name = path.resolve().name
    return Choice("vosk", path, name, guess_language(name))


def _best_vosk(models: list[InstalledModel]) -> Choice:
    if not models:
        raise ModelMissing(
            "No Vosk model is installed.",
            "Install one: os1 models install vosk-model-small-en-us-0.15, "
            "or use --recogniser whisper.",
        )

    # `min` keeps the first of equals: the user's own folder comes first.
    def rank(model: InstalledModel) -> tuple[bool, bool, bool]:
        return (not model.is_english, "lgraph" not in model.name, "small" not in model.name)

    return _choice(min(models, key=rank))


def _choice(model: InstalledModel) -> Choice:
    return Choice("vosk", model.path, model.name, model.language)


def _vosk_works() -> bool:
    return package_folder("vosk") is not None


def _require_vosk() -> None:
    if not _vosk_works():
        raise ModelMissing(
            "The Vosk library is not installed.",
            "Install it with pip, or use --recogniser whisper.",
        )
