import contextlib
import gzip
import io
import random
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from models_helpers import VOSK_FILES, vosk_zip

from os1.errors import DownloadError
from os1.speech.models.unpack import Limits, unpack, unpacked_size_bytes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder to unpack into, with a neighbour that must stay alone."""
    destination = tmp_path / "inner" / "destination"
    destination.mkdir(parents=True)
    return destination


def make_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return path


def make_tar(path: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]  # the mode is a variable
        for member, content in members:
            if content:
                member.size = len(content)
            file.addfile(member, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def everything_under(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def refusal(archive: Path, place: Path, limits: Limits | None = None) -> str:
    """Unpacking is refused, and nothing is written anywhere but in its place."""
    root = place.parent.parent
    before = everything_under(root)
    with pytest.raises(DownloadError) as caught:
        unpack(archive, place, limits)
    inside = {place.relative_to(root).as_posix() + "/" + name for name in everything_under(place)}
    assert everything_under(root) - inside == before
    assert archive.name in caught.value.message
    return caught.value.message


def test_a_zip_with_one_top_folder_is_flattened(tmp_path: Path, place: Path) -> None:
    archive = tmp_path / "m.zip"
    archive.write_bytes(vosk_zip("vosk-model-x"))
    root = unpack(archive, place)
    assert root == place / "vosk-model-x"
    assert everything_under(root) == {*VOSK_FILES, "README"}
    assert (root / "am" / "final.mdl").read_bytes() == VOSK_FILES["am/final.mdl"]
    assert unpacked_size_bytes(archive) == sum(map(len, VOSK_FILES.values()))


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_without_a_top_folder_stays_as_it_is(tmp_path: Path, place: Path, mode: str) -> None:
    members = [(member(f"./{name}"), content) for name, content in VOSK_FILES.items()]
    archive = make_tar(
        tmp_path / "m.tar", (member("./", tarfile.DIRTYPE), b""), *members, mode=mode
    )
    assert unpack(archive, place) == place
    assert everything_under(place) == set(VOSK_FILES)


def test_a_large_honest_tar_is_read_to_its_end(tmp_path: Path, place: Path) -> None:
    big = random.Random(1).randbytes(3_000_000)
    archive = make_tar(tmp_path / "m.tgz", (member("a/big"), big), (member("a/after"), b"end"))
    root = unpack(archive, place)
    assert (root / "big").read_bytes() == big
    assert (root / "after").read_bytes() == b"end"


def test_what_macos_adds_to_a_zip_is_left_out(tmp_path: Path, place: Path) -> None:
    archive = make_zip(
        tmp_path / "m.zip", ("m/a", b"1"), ("__MACOSX/m/._a", b"2"), ("m/.DS_Store", b"3")
    )
    assert everything_under(unpack(archive, place)) == {"a"}


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "m/../../escaped",
        "/tmp/os1-escaped",
        "m//a",
        "C:/escaped",
        "m\\..\\escaped",
        "m/a:stream",
        "m/nul",
        "m/CON.txt",
        "m/a.",
        "m/a ",
        "m/a\x07b",
        "a/" * 17 + "deep",
    ],
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_path_that_leads_elsewhere_is_refused(
    tmp_path: Path, place: Path, name: str, kind: str
) -> None:
    if kind == "zip":
        archive = make_zip(tmp_path / "bad.zip", ("m/good", b"good"), (name, b"bad"))
    else:
        archive = make_tar(
            tmp_path / "bad.tgz", (member("m/good"), b"good"), (member(name), b"bad")
        )
    assert "not a safe path" in refusal(archive, place)


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_entry_without_a_name_is_refused(tmp_path: Path, place: Path, kind: str) -> None:
    if kind == "zip":
        archive = make_zip(tmp_path / "bad.zip", ("Q", b"bad"))
        content = archive.read_bytes().replace(b"Q", b"\0")
        archive.write_bytes(content)
    else:
        archive = make_tar(tmp_path / "bad.tgz", (member(""), b"bad"))
    assert "not a safe path" in refusal(archive, place)


def test_a_name_hiding_behind_a_zero_byte_is_refused(tmp_path: Path, place: Path) -> None:
    archive = make_zip(tmp_path / "bad.zip", ("m/goodX../escaped", b"bad"))
    archive.write_bytes(archive.read_bytes().replace(b"goodX", b"good\0"))
    assert "not a safe path" in refusal(archive, place)


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, place: Path, mode: int) -> None:
    info = zipfile.ZipInfo("m/link")
    info.external_attr = (mode | 0o777) << 16
    archive = make_zip(tmp_path / "bad.zip", (info, b"/etc/passwd"))
    assert "link or a device" in refusal(archive, place)


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.CONTTYPE],
)
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, place: Path, kind: bytes) -> None:
    archive = make_tar(tmp_path / "bad.tgz", (member("m/link", kind, "/etc/passwd"), b""))
    assert "link or a device" in refusal(archive, place)


@pytest.mark.parametrize(
    "names",
    [
        ("m/a", "m/a"),
        ("m/a", "M/A"),
        ("m/a", "m/./a"),
        ("m/a", "m/a/b"),
        ("m/a/b", "m/a"),
        ("m/\u00e9", "m/e\u0301"),
    ],
)
def test_two_entries_in_one_place_are_refused(
    tmp_path: Path, place: Path, names: tuple[str, str]
) -> None:
    # Writing such a zip makes the standard library warn; that is the point here.
    with pytest.warns(UserWarning) if names[0] == names[1] else contextlib.nullcontext():
        archive = make_zip(tmp_path / "bad.zip", *((name, b"x") for name in names))
    assert "in it twice" in refusal(archive, place)


def test_too_many_entries_are_refused(tmp_path: Path, place: Path) -> None:
    archive = make_zip(tmp_path / "bad.zip", *((f"m/{n}", b"") for n in range(11)))
    assert "more than 10 entries" in refusal(archive, place, Limits(entries=10))
    assert unpack(archive, place, Limits(entries=11)) == place / "m"


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_bomb_is_refused_before_it_grows(tmp_path: Path, place: Path, kind: str) -> None:
    zeros = bytes(30_000_000)
    if kind == "zip":
        archive = make_zip(tmp_path / "bomb.zip", ("m/zeros", zeros))
    else:
        archive = make_tar(tmp_path / "bomb.tgz", (member("m/zeros"), zeros))
    assert archive.stat().st_size < 100_000
    assert "would grow past 10 MB" in refusal(archive, place)
    assert sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= 10_000_000


def test_a_zip_that_understates_its_size_is_refused(tmp_path: Path, place: Path) -> None:
    archive = make_zip(tmp_path / "bad.zip", ("m/a", bytes(100_000)))
    told = archive.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    archive.write_bytes(told)
    assert "damaged" in refusal(archive, place)


def test_a_total_over_the_limit_is_refused(tmp_path: Path, place: Path) -> None:
    noise = random.Random(2).randbytes(600_000)
    archive = make_zip(tmp_path / "big.zip", ("m/a", noise), ("m/b", noise))
    assert "grow past 1 MB" in refusal(archive, place, Limits(total_bytes=1_000_000))
    assert unpack(archive, place, Limits(total_bytes=1_200_000)) == place / "m"


def test_a_tar_header_of_endless_length_is_refused(tmp_path: Path, place: Path) -> None:
    info = tarfile.TarInfo("m/a")
    info.pax_headers = {"comment": "x" * 50_000_000}
    archive = make_tar(tmp_path / "bomb.tgz", (info, b"x"))
    assert archive.stat().st_size < 200_000
    assert "header" in refusal(archive, place)


def test_a_sparse_file_is_refused(tmp_path: Path, place: Path) -> None:
    info = member("m/sparse", tarfile.GNUTYPE_SPARSE)
    raw = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    raw[483:495] = b"%011o\0" % 5_000_000_000
    raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 8 * 32 + sum(raw[156:512]))
    archive = tmp_path / "bad.tgz"
    archive.write_bytes(gzip.compress(bytes(raw) + bytes(1024)))
    assert "link or a device" in refusal(archive, place)


def test_an_encrypted_zip_is_refused(tmp_path: Path, place: Path) -> None:
    archive = make_zip(tmp_path / "bad.zip", ("m/a", b"secret"))
    content = bytearray(archive.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)
    assert "encrypted" in refusal(archive, place)


@pytest.mark.parametrize("content", [b"", b"not an archive at all", b"PK\x03\x04", b"\x1f\x8b"])
def test_what_is_no_archive_is_refused(tmp_path: Path, place: Path, content: bytes) -> None:
    archive = tmp_path / "bad.zip"
    archive.write_bytes(content)
    assert "damaged, or no zip" in refusal(archive, place)


def good_zip(folder: Path) -> Path:
    return make_zip(folder / "m.zip", *((f"m/{name}", data) for name, data in VOSK_FILES.items()))


def good_tar(folder: Path) -> Path:
    return make_tar(
        folder / "m.tar", *((member(f"m/{n}"), data) for n, data in VOSK_FILES.items()), mode="w"
    )


def good_tgz(folder: Path) -> Path:
    return make_tar(folder / "m.tgz", *((member(f"m/{n}"), d) for n, d in VOSK_FILES.items()))


@pytest.mark.parametrize("make", [good_zip, good_tar, good_tgz])
def test_however_an_archive_is_damaged_it_is_refused_or_harmless(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    archive = make(tmp_path)
    whole = archive.read_bytes()
    chance = random.Random(3)
    refused = 0
    for number in range(250):
        content = bytearray(whole)
        if number % 3 == 0:
            del content[chance.randrange(len(content)) :]
        else:
            for _ in range(chance.randrange(1, 6)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        archive.write_bytes(content)
        destination = tmp_path / "deep" / "er" / "here"
        destination.mkdir(parents=True)
        try:
            unpack(archive, destination)
        except DownloadError:
            refused += 1
        shutil.rmtree(destination)
        assert everything_under(tmp_path) == {archive.name}
    assert refused > 50
