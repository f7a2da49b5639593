"""Small stand-ins for models, archives and a server, made on the spot."""

import hashlib
import http.server
import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VOSK_FILES = {
    "am/final.mdl": b"acoustic model",
    "conf/mfcc.conf": b"--sample-frequency=16000\n",
    "conf/model.conf": b"--beam=10.0\n",
    "graph/HCLr.fst": b"graph, one half",
    "graph/Gr.fst": b"graph, the other",
    "graph/disambig_tid.int": b"1\n",
}


def make_vosk(folder: Path, without: str = "") -> Path:
    """A folder with the shape of a Vosk model, perhaps lacking one file."""
    for name, content in VOSK_FILES.items():
        if name != without:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


def vosk_zip(top: str = "vosk-model-small-en-us-0.15", padding: bytes = b"") -> bytes:
    """The archive of such a model, under one top folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in {**VOSK_FILES, "README": padding}.items():
            file.writestr(f"{top}/{name}", content)
    return buffer.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Answer:
    """How the server answers one request. cut_at: hang up after this many bytes of it."""

    content: bytes = b""
    status: int = 200
    etag: str = '"one"'
    ranges: bool = True
    cut_at: int | None = None
    length: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    before_body: Callable[[], None] | None = None
    after_body: Callable[[], None] | None = None


class FileServer:
    """A real server on this computer; `answers` are used in turn, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[dict[str, str]] = []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "FileServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/model.zip"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        self.requests.append({"path": request.path, **dict(request.headers)})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        body, status, headers = answer.content, answer.status, dict(answer.headers)
        asked = request.headers.get("Range", "")
        if answer.etag:
            headers["ETag"] = answer.etag
        same_version = request.headers.get("If-Range", answer.etag) == answer.etag
        if answer.ranges and asked and same_version and status == 200:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            headers.setdefault("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            body, status = body[start:], 206
        request.send_response(status)
        if answer.length:
            headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        if answer.before_body:
            answer.before_body()
        request.wfile.write(body[: answer.cut_at])
        request.wfile.flush()
        if answer.after_body:
            answer.after_body()
