"""The voices there are, by the names that `--voice` takes.

hibari            her own voice, the same as hibari:heart
hibari:NAME       another of hibari's, if its file is on this computer
system            the operating system's choice
system:ID         one of the operating system's voices
"""

from dataclasses import dataclass

from os1.core.ports import Synthesiser
from os1.errors import ModelMissing, VoiceError
from os1.speech import hibari_voice
from os1.speech.hibari_voice import HibariVoice
from os1.speech.system_voice import SystemVoice


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice.

    name: what `--voice` takes. language: a tag such as "en-GB", "" if unknown.
    note: why it is not available, or what else there is to know.
    """

    name: str
    language: str
    description: str
    available: bool = True
    note: str = ""


def list_voices(*, every_language: bool = False) -> list[VoiceInfo]:
    """All voices, hers first; of the system's, those that speak English unless asked otherwise.

    Takes about half a second: the system's voices are asked in a process of their own.
    """
    return [*_hibari_voices(), *_system_voices(every_language)]


def create_voice(name: str, *, seed: int | None = None) -> Synthesiser:
    """The voice of that name; it loads when first used.

    seed: makes hibari speak the same, bit for bit, each time.
    Raises VoiceError for an unknown name, ModelMissing or ModelCorrupt for one
    whose files are not here or not right.
    """
    family, _, which = name.strip().partition(":")
    if family.lower() == "hibari":
        which = which.lower() or hibari_voice.DEFAULT
        if which not in hibari_voice.known_voices():
            raise _unknown(name)
        hibari_voice.checked_model_file(which)
        return HibariVoice(which, seed=seed)
    if family.lower() == "system":
        if which and which not in _system_ids():
            raise _unknown(name)
        return SystemVoice(which)
    raise _unknown(name)


def _hibari_voices() -> list[VoiceInfo]:
    try:
        known = hibari_voice.known_voices()
    except ModelMissing as error:
        return [VoiceInfo("hibari", "en-US", "her own voice", False, str(error))]
    voices = []
    for name, facts in known.items():
        path = hibari_voice.model_file(name)
        hers = "her own voice: " if name == hibari_voice.DEFAULT else ""
        note = "" if path.is_file() else f"not on this computer; its file would be {path}"
        description = f"{hers}{facts['accent']}, {facts['gender']}"
        voices.append(
            VoiceInfo(f"hibari:{name}", str(facts["language"]), description, not note, note)
        )
    return voices


def _system_voices(every_language: bool) -> list[VoiceInfo]:
    system = SystemVoice()
    try:
        found = system.voices()
    except VoiceError as error:
        return [VoiceInfo("system", "", "the system's own choice", False, str(error))]
    finally:
        system.close()
    return [
        VoiceInfo("system", "", "the system's own choice"),
        *(
            VoiceInfo(
                f"system:{voice['id']}",
                voice["language"],
                ", ".join(filter(None, (voice["name"], voice["gender"]))),
            )
            for voice in found
            if every_language or voice["language"].lower().startswith("en")
        ),
    ]


def _system_ids() -> set[str]:
    system = SystemVoice()
    try:
        return {voice["id"] for voice in system.voices()}
    finally:
        system.close()


def _unknown(name: str) -> VoiceError:
    known = ", ".join(voice.name for voice in list_voices() if voice.available)
    return VoiceError(f'There is no voice "{name}".', f"Known voices: {known}.")
