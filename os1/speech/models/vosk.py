"""What makes a folder a Vosk model.

Vosk reads two layouts: today's (am/, conf/, graph/) and the old flat one. Which
files it cannot do without is taken from how its own loader reads them; without
one of them it only logs and gives up, so they are looked for here first.
"""

import re
from pathlib import Path

from os1.errors import ModelCorrupt, ModelMissing

# Each line is one need; any one file of the line meets it.
_LAYOUT = (
    ("am/final.mdl",),
    ("conf/model.conf",),
    ("conf/mfcc.conf", "conf/fbank.conf"),
    ("graph/HCLG.fst", "graph/HCLr.fst"),
)
_FLAT_LAYOUT = (("final.mdl",), ("mfcc.conf",), ("HCLG.fst", "HCLr.fst"))

# The publisher names some languages after countries.
_LANGUAGE_OF_COUNTRY = {"cn": "zh", "kz": "kk", "ua": "uk", "vn": "vi"}
_NAME = re.compile(
    r"(?:vosk-)?(?:model-)?(?:small-|big-)?(?P<language>[a-z]{2})(?:-(?P<region>[a-z]{2}))?(?=[-_.]|$)",
    re.IGNORECASE,
)


def looks_like_vosk_model(folder: Path) -> bool:
    """Whether this is meant to be a Vosk model, be it whole or not."""
    if (folder / "am" / "final.mdl").exists() or (folder / "final.mdl").exists():
        return True
    return (folder / "graph").is_dir() and (folder / "conf").is_dir()


def missing_from_vosk_model(folder: Path) -> list[str]:
    """What a Vosk model in this folder lacks; nothing for a whole one."""
    flat = (folder / "final.mdl").exists() and not (folder / "am" / "final.mdl").exists()
    needs = [
        *(_FLAT_LAYOUT if flat else _LAYOUT),
        *_needs_of_graph(folder, "" if flat else "graph/"),
    ]
    return [
        " or ".join(choices)
        for choices in needs
        if not any(_has_content(folder / name) for name in choices)
    ]


def check_vosk_model(folder: Path) -> None:
    """Raises ModelMissing if there is no such folder, ModelCorrupt naming what it lacks."""
    if not folder.is_dir():
        raise ModelMissing(
            f"There is no speech model at {folder}.", "See what is installed: os1 models list."
        )
    if missing := missing_from_vosk_model(folder):
        raise ModelCorrupt(
            f"{folder} is not a whole Vosk model: {', '.join(missing)} missing or empty.",
            "Install it again: os1 models install NAME, or give another folder with --model.",
        )


def guess_language(name: str) -> str:
    """The language a model's name tells, such as "en-us" or "ko"; "" if it tells none."""
    match = _NAME.match(name)
    if not match:
        return ""
    language = match["language"].lower()
    language = _LANGUAGE_OF_COUNTRY.get(language, language)
    return f"{language}-{match['region'].lower()}" if match["region"] else language


def _needs_of_graph(folder: Path, prefix: str) -> list[tuple[str, ...]]:
    """A ready-made graph needs its word list; one composed while listening, its other half."""
    if _has_content(folder / f"{prefix}HCLG.fst"):
        return [(f"{prefix}words.txt",)]
    if _has_content(folder / f"{prefix}HCLr.fst"):
        return [(f"{prefix}Gr.fst",), (f"{prefix}disambig_tid.int",)]
    return []


def _has_content(file: Path) -> bool:
    try:
        return file.is_file() and file.stat().st_size > 0
    except OSError:
        return False
