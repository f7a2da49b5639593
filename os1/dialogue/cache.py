"""A compiled script on disk, so that a large one loads at once.

A file is named after the content it was made from and the version of this format. It
holds one line of JSON and then blocks of plain bytes: texts, and arrays of numbers.
Nothing in it can be executed. A file that is cut short, damaged, or was written by
another version or another kind of machine is as good as none.
"""

import hashlib
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from os1.dialogue.paraphrase import Index
from os1.dialogue.regression import Regression
from os1.dialogue.tables import Tables

FORMAT = "os1-script 3"
_DIGEST = hashlib.sha256().digest_size
_ARRAYS = ("at", "examples", "weights", "lengths", "rules", "together")
# What the engine makes of a text changes with its own code.
_CODE = """normalise numbers template program loader fields slots tables sound rules paraphrase
    regression checks times cache tree spelling""".split()


def file_for(folder: Path, texts: Iterable[tuple[str, str]]) -> Path:
    """Where the compiled form of these (name, text) belongs."""
    digest = hashlib.sha256(_code_digest())
    for name, text in texts:
        for part in (name.encode("utf-8", "replace"), text.encode("utf-8", "replace")):
            digest.update(len(part).to_bytes(8, "little") + part)
    return folder / f"script-{digest.hexdigest()[:40]}.compiled"


def load(file: Path) -> tuple[Tables, Index] | None:
    """What was saved there; None if there is nothing, or nothing that can be trusted."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    body = memoryview(data)[:-_DIGEST]
    if len(data) <= _DIGEST or hashlib.sha256(body).digest() != data[-_DIGEST:]:
        return None
    try:
        return _unpacked(data)
    except (
        RecursionError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OverflowError,
    ):
        # Whole, but not what this version writes.
        return None


def save(file: Path, tables: Tables, index: Index) -> bool:
    """Write it, whole or not at all; whether that worked. Older ones are removed."""
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".partial")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_packed(tables, index))
        Path(temporary).replace(file)
    except OSError:
        with suppress(OSError):
            if temporary:
                Path(temporary).unlink()
        return False
    for other in file.parent.glob("script-*.compiled"):
        if other != file:
            with suppress(OSError):
                other.unlink()
    return True


def _packed(tables: Tables, index: Index) -> bytes:
    header: dict[str, Any] = {"format": FORMAT, "machine": machine(), "blocks": {}}
    blocks: list[bytes] = []

    def put(name: str, kind: str, block: bytes) -> None:
        header["blocks"][name] = [kind, len(block)]
        blocks.append(block)

    for part in fields(Tables):
        value = getattr(tables, part.name)
        if isinstance(value, array):
            put(part.name, value.typecode, value.tobytes())
        elif isinstance(value, bytes):
            put(part.name, "bytes", value)
        else:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            put(part.name, "json", text.encode())
    for name in _ARRAYS:
        numbers = getattr(index, name)
        put(f"index.{name}", str(numbers.dtype), numbers.tobytes())
    learned = index.regression
    if learned is not None:
        put("regression.row", str(learned.row.dtype), learned.row.tobytes())
        put("regression.weights", str(learned.weights.dtype), learned.weights.tobytes())
        header["classes"] = learned.weights.shape[1]
    data = b"".join([json.dumps(header).encode(), b"\n", *blocks])
    return data + hashlib.sha256(data).digest()


def _unpacked(data: bytes) -> tuple[Tables, Index] | None:
    end = data.index(b"\n")
    header = json.loads(data[:end])
    if header["format"] != FORMAT or header["machine"] != machine():
        return None
    blocks: dict[str, tuple[str, memoryview]] = {}
    at = end + 1
    view = memoryview(data)
    for name, (kind, size) in header["blocks"].items():
        blocks[name] = (kind, view[at : at + size])
        at += size
    if at != len(data) - _DIGEST:
        return None
    tables = Tables(**{part.name: _value(*blocks[part.name]) for part in fields(Tables)})
    return tables, _index(blocks, header.get("classes", 0))


def _value(kind: str, block: memoryview) -> Any:
    if kind == "json":
        return json.loads(bytes(block))
    if kind == "bytes":
        return bytes(block)
    numbers = array(kind)
    numbers.frombytes(block)
    return numbers


def _index(blocks: dict[str, tuple[str, memoryview]], classes: int) -> Index:
    import numpy as np

    def numbers(name: str) -> Any:
        kind, block = blocks[name]
        # A copy, so that the rest of the file need not be kept for it.
        return np.frombuffer(block, dtype=np.dtype(kind)).copy()

    learned = None
    if classes:
        weights = numbers("regression.weights").reshape(-1, classes)
        learned = Regression(numbers("regression.row"), weights)
    parts = {name: numbers(f"index.{name}") for name in _ARRAYS}
    return Index(**parts, regression=learned)


def machine() -> str:
    """What arrays of numbers look like here: their order of bytes and their sizes."""
    return f"{sys.byteorder} {array('I').itemsize} {array('H').itemsize}"


def _code_digest() -> bytes:
    """Of the modules whose work is in the file, so that a new version never reads an old one."""
    digest = hashlib.sha256(FORMAT.encode())
    here = Path(__file__).parent
    for name in _CODE:
        with suppress(OSError):
            digest.update((here / f"{name}.py").read_bytes())
    return digest.digest()
