import io
import os
import shutil
import tarfile
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest
from models_helpers import VOSK_FILES, Answer, FileServer, make_vosk, sha256, vosk_zip

from os1.errors import DownloadError, ModelCorrupt, StorageError
from os1.speech.models.catalog import CatalogModel
from os1.speech.models.install import (
    Origin,
    install_from_archive,
    install_from_catalog,
    install_from_folder,
    partial_file,
)
from os1.speech.models.manifest import read_manifest
from os1.speech.models.store import scan_models, verify_installed
from os1.speech.models.vosk import check_vosk_model

NAME = "vosk-model-small-en-us-0.15"
ORIGIN = Origin("en-us", "MIT", "a test")
ARCHIVE = vosk_zip(NAME, padding=os.urandom(300_000))


def entry(server: FileServer, content: bytes = ARCHIVE) -> CatalogModel:
    return CatalogModel(
        name=NAME,
        kind="vosk",
        language="en-us",
        summary="For tests.",
        size_bytes=len(content),
        installed_bytes=len(content),
        sha256=sha256(content),
        licence="Apache-2.0",
        source="https://example.org/models",
        url=server.url,
    )


def silent(_done_bytes: int, _total_bytes: int) -> None:
    pass


def left_in(folder: Path) -> list[str]:
    """What is in a folder besides its lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_a_model_of_the_catalogue_is_installed_whole_and_recorded(
    models: Path, cache: Path
) -> None:
    with FileServer(Answer(ARCHIVE)) as server:
        folder = install_from_catalog(entry(server), models, cache, silent)
    assert folder == models / NAME
    check_vosk_model(folder)
    (model,) = scan_models([models])
    assert verify_installed(model).exact
    manifest = read_manifest(folder)
    assert manifest is not None
    assert (manifest.language, manifest.licence, manifest.source, manifest.archive_sha256) == (
        "en-us",
        "Apache-2.0",
        server.url,
        sha256(ARCHIVE),
    )
    assert manifest.files["am/final.mdl"].sha256 == sha256(VOSK_FILES["am/final.mdl"])
    assert left_in(models) == [NAME]
    assert left_in(cache / "downloads") == []


def test_an_interrupted_installation_leaves_no_model_and_goes_on_later(
    models: Path, cache: Path
) -> None:
    def stop(done_bytes: int, _total_bytes: int) -> None:
        if done_bytes > 100_000:
            raise KeyboardInterrupt

    with FileServer(Answer(ARCHIVE)) as server:
        with pytest.raises(KeyboardInterrupt):
            install_from_catalog(entry(server), models, cache, stop)
        assert left_in(models) == []
        kept = partial_file(entry(server), cache).stat().st_size
        assert kept > 100_000
        install_from_catalog(entry(server), models, cache, silent)
        assert server.requests[1]["Range"] == f"bytes={kept}-"
    assert left_in(models) == [NAME]


def test_a_hostile_archive_leaves_nothing_and_is_not_kept(models: Path, cache: Path) -> None:
    buffer = io.BytesIO(ARCHIVE)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("../../escaped", b"bad")
    hostile = buffer.getvalue()
    with (
        FileServer(Answer(hostile)) as server,
        pytest.raises(DownloadError, match="not a safe path"),
    ):
        install_from_catalog(entry(server, hostile), models, cache, silent)
    assert left_in(models) == []
    assert left_in(cache / "downloads") == []
    assert left_in(models.parent) == ["cache", "models"]


def test_an_archive_without_a_model_is_refused(models: Path, cache: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("m/README", b"no model here")
    with (
        FileServer(Answer(buffer.getvalue())) as server,
        pytest.raises(ModelCorrupt, match=r"am/final\.mdl"),
    ):
        install_from_catalog(entry(server, buffer.getvalue()), models, cache, silent)
    assert left_in(models) == []


def test_a_failed_installation_leaves_the_old_model_in_place(models: Path, cache: Path) -> None:
    old = install_from_folder(make_vosk(models.parent / "old"), NAME, ORIGIN, models)
    with (
        FileServer(Answer(bytes(len(ARCHIVE)))) as server,
        pytest.raises(DownloadError, match="sha256"),
    ):
        install_from_catalog(entry(server), models, cache, silent)
    check_vosk_model(old)
    assert not (old / "README").exists()
    with FileServer(Answer(ARCHIVE)) as server:
        install_from_catalog(entry(server), models, cache, silent)
    assert (old / "README").exists()
    assert left_in(models) == [NAME]


def test_a_swap_that_fails_half_way_puts_the_old_model_back(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_vosk(models.parent / "source")
    old = install_from_folder(source, NAME, ORIGIN, models)
    (old / "mark").write_bytes(b"the old one")
    rename = Path.rename

    def fail_for_the_new(self: Path, target: Path) -> Path:
        if self.name == "content":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(StorageError, match="Input/output error"):
        install_from_folder(source, NAME, ORIGIN, models)
    assert (old / "mark").read_bytes() == b"the old one"
    assert left_in(models) == [NAME]


def test_too_little_room_is_told_before_anything_is_fetched(
    models: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    # Enough for the archive alone or the model alone, not for both on one disk.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, len(ARCHIVE) * 3 // 2))
    with FileServer(Answer(ARCHIVE)) as server:
        with pytest.raises(StorageError, match="Not enough room") as caught:
            install_from_catalog(entry(server), models, cache, silent)
        assert server.requests == []
    assert "1 MB are needed" in caught.value.message
    assert left_in(models) == []


def test_too_little_room_for_ones_own_archive_is_told(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    archive = tmp_path / "m.zip"
    archive.write_bytes(ARCHIVE)
    with pytest.raises(StorageError, match="Not enough room"):
        install_from_archive(archive, NAME, ORIGIN, models)
    with pytest.raises(StorageError, match="Not enough room"):
        big = make_vosk(tmp_path / "big")
        (big / "README").write_bytes(bytes(2000))
        install_from_folder(big, NAME, ORIGIN, models)
    assert left_in(models) == []


def test_a_models_folder_that_cannot_be_made_is_told(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with FileServer(Answer(ARCHIVE)) as server:
        with pytest.raises(StorageError, match="Cannot write"):
            install_from_catalog(entry(server), tmp_path / "file" / "models", cache, silent)
        assert server.requests == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_models_folder_that_is_read_only_is_told(models: Path, cache: Path) -> None:
    models.mkdir(mode=0o500)
    with (
        FileServer(Answer(ARCHIVE)) as server,
        pytest.raises(StorageError, match="Permission denied"),
    ):
        install_from_catalog(entry(server), models, cache, silent)


def test_ones_own_tar_gz_is_installed(models: Path, tmp_path: Path) -> None:
    archive = tmp_path / "m.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(make_vosk(tmp_path / "source"), arcname="whatever")
    folder = install_from_archive(archive, "vosk-mine", ORIGIN, models)
    check_vosk_model(folder)
    assert archive.exists()


def test_ones_own_archive_of_a_listed_model_must_be_the_listed_one(
    models: Path, tmp_path: Path
) -> None:
    archive = tmp_path / f"{NAME}.zip"
    archive.write_bytes(ARCHIVE)
    with pytest.raises(DownloadError, match="sha256"):
        install_from_archive(archive, NAME, ORIGIN, models, expected_sha256="a" * 64)
    install_from_archive(archive, NAME, ORIGIN, models, expected_sha256=sha256(ARCHIVE))
    with pytest.raises(StorageError, match=r"nowhere\.zip"):
        install_from_archive(tmp_path / "nowhere.zip", NAME, ORIGIN, models)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_to_files_are_copied_and_links_to_folders_refused(
    models: Path, tmp_path: Path
) -> None:
    source = make_vosk(tmp_path / "source")
    (source / "am" / "final.mdl").rename(tmp_path / "blob")
    (source / "am" / "final.mdl").symlink_to(tmp_path / "blob")
    folder = install_from_folder(source, "linked", ORIGIN, models)
    assert not (folder / "am" / "final.mdl").is_symlink()
    (source / "loop").symlink_to(source)
    with pytest.raises(DownloadError, match="link to a folder"):
        install_from_folder(source, "looped", ORIGIN, models)
    (source / "loop").unlink()
    os.mkfifo(source / "pipe")
    with pytest.raises(DownloadError, match="neither a file nor a folder"):
        install_from_folder(source, "piped", ORIGIN, models)
    assert left_in(models) == ["linked"]
