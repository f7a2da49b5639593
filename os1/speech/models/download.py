"""Fetch one file of known size and sha256: over https, resumed, bounded, verified whole.

What has arrived is kept in a partial file with a note of the version it belongs to
(ETag or Last-Modified). The next try asks for the rest of that very version with
Range and If-Range (RFC 9110, sections 13.1.5 and 14.2); a server that has another
version by now, or cannot resume, sends the whole file and it starts over.
"""

import contextlib
import hashlib
import http.client
import json
import os
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from os1.errors import DownloadError, StorageError

_BLOCK_BYTES = 1 << 16
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ATTEMPTS = 5  # tries in one run

# Called with the bytes on disk and the bytes there will be.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Remote:
    """What to fetch. size_bytes and sha256 are the only ones accepted."""

    url: str
    size_bytes: int
    sha256: str


def download(remote: Remote, partial: Path, progress: Progress, timeout_s: float = 30.0) -> None:
    """Leave the whole, verified file at `partial`, going on from what is already there.

    Raises DownloadError, which says whether what arrived was kept, and StorageError
    if it cannot be written. An interruption (KeyboardInterrupt) keeps the partial file.
    """
    require_safe(remote.url)
    try:
        partial.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fetch = _Fetch(remote, partial, progress, timeout_s)
        for attempt in range(1, _ATTEMPTS + 1):
            before = fetch.size_bytes()
            try:
                fetch.run()
                break
            except DownloadError:
                # Some of it came, or a fresh start is due: worth another try at once.
                if attempt == _ATTEMPTS or fetch.size_bytes() == before:
                    raise
        _verify(remote, partial)
    except OSError as error:
        raise StorageError(
            f"Cannot write to {partial.parent}: {error.strerror or error}.",
            "Free some space or make it writable, then run the same command to go on.",
        ) from error


def discard_partial(partial: Path) -> None:
    """Forget a partial file and its note. Raises OSError."""
    partial.unlink(missing_ok=True)
    _note_of(partial).unlink(missing_ok=True)


def require_safe(url: str) -> None:
    """Raises DownloadError unless it is https, or this very computer."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise DownloadError(
        f"{url} is not fetched: only https is safe enough.",
        "Fetch the file yourself and install it: os1 models install FILE.",
    )


class _Fetch:
    """One file's download, over as many connections as it takes."""

    def __init__(self, remote: Remote, partial: Path, progress: Progress, timeout_s: float) -> None:
        self._remote = remote
        self._partial = partial
        self._progress = progress
        self._timeout_s = timeout_s
        self._host = urlsplit(remote.url).hostname

    def size_bytes(self) -> int:
        try:
            return self._partial.stat().st_size
        except FileNotFoundError:
            return 0

    def run(self) -> None:
        """One connection. Raises DownloadError if the file is not whole after it."""
        start = self.size_bytes()
        version = _read_note(self._partial, self._remote)
        if start > self._remote.size_bytes or (start and not version):
            discard_partial(self._partial)
            start = 0
        if start == self._remote.size_bytes:
            return
        try:
            with self._open(start, version) as response:
                self._receive(response, start)
            if self.size_bytes() < self._remote.size_bytes:
                raise _ConnectionLost("the connection ended early")
        except _ConnectionLost as lost:
            raise self._stopped(lost) from lost

    def _open(self, start: int, version: str) -> Any:
        # The scheme is https or this computer: `require_safe`, here and at each redirect.
        request = urllib.request.Request(self._remote.url)  # noqa: S310  require_safe has judged it
        request.add_header("User-Agent", "os1")
        request.add_header("Accept-Encoding", "identity")
        if start:
            request.add_header("Range", f"bytes={start}-")
            request.add_header("If-Range", version)
        handlers: list[urllib.request.BaseHandler] = [_SafeRedirects()]
        if self._host in _LOOPBACK:
            handlers.append(urllib.request.ProxyHandler({}))
        opener = urllib.request.build_opener(*handlers)
        try:
            return opener.open(request, timeout=self._timeout_s)
        except urllib.error.HTTPError as error:
            raise self._refused(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._lost(error) from error

    def _receive(self, response: Any, start: int) -> None:
        """Append what comes, or start over if the server sends the whole."""
        total = self._total_of(response, start)
        if total is not None and total != self._remote.size_bytes:
            discard_partial(self._partial)
            raise _changed(self._remote, f"it has {total:,} bytes")
        resumed = response.status == http.HTTPStatus.PARTIAL_CONTENT
        if not resumed:
            start = 0
        with self._partial.open("ab" if resumed else "wb") as file:
            if not resumed:
                _write_note(self._partial, self._remote, response.headers)
            try:
                self._copy(response, file, start)
            finally:
                file.flush()
                os.fsync(file.fileno())

    def _copy(self, response: Any, file: IO[bytes], received: int) -> None:
        self._progress(received, self._remote.size_bytes)
        while block := self._read(response):
            received += len(block)
            if received > self._remote.size_bytes:
                file.truncate(0)
                raise _changed(self._remote, "it goes on past its length")
            file.write(block)
            self._progress(received, self._remote.size_bytes)

    def _read(self, response: Any) -> bytes:
        try:
            block: bytes = response.read1(_BLOCK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise self._lost(error) from error
        return block

    def _total_of(self, response: Any, start: int) -> int | None:
        """The whole file's length as this answer tells it, None if it does not."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _changed(self._remote, "the server changes it on the way")
        if response.status == http.HTTPStatus.PARTIAL_CONTENT:
            told = response.headers.get("Content-Range", "")
            match = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", told)
            if not match or int(match[1]) != start:
                discard_partial(self._partial)
                raise _ConnectionLost("the server did not go on where it should")
            return int(match[2])
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isdecimal() else None

    def _refused(self, error: urllib.error.HTTPError) -> DownloadError:
        with contextlib.closing(error):
            if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                discard_partial(self._partial)
            return DownloadError(
                f"{self._host} refused {self._remote.url}: {error.code} {error.reason}.",
                "Try again later, or fetch the file elsewhere and install it: "
                "os1 models install FILE.",
            )

    def _lost(self, error: Exception) -> "_ConnectionLost":
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            return _ConnectionLost(f"its certificate cannot be trusted ({reason.verify_message})")
        if isinstance(reason, TimeoutError):
            return _ConnectionLost(f"no answer in {self._timeout_s:g} s")
        return _ConnectionLost(str(getattr(reason, "strerror", None) or reason))

    def _stopped(self, lost: "_ConnectionLost") -> DownloadError:
        kept = self.size_bytes()
        next_step = "Run the same command to go on." if kept else "Check the network and try again."
        return DownloadError(
            f"The download from {self._host} stopped after {kept / 1e6:.1f} of "
            f"{self._remote.size_bytes / 1e6:.1f} MB: {lost}.",
            f"{next_step} A file fetched elsewhere works too: os1 models install FILE.",
        )


class _ConnectionLost(Exception):
    """The network's fault, as opposed to the disk's; its text is the reason."""


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only; within this computer, http too."""

    def redirect_request(  # noqa: PLR0917  the signature is urllib's
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        require_safe(newurl)
        leaves_https = urlsplit(req.full_url).scheme == "https" and newurl.startswith("http:")
        if leaves_https:
            raise DownloadError(f"{req.full_url} leads to {newurl}: not followed, not https.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _verify(remote: Remote, partial: Path) -> None:
    with partial.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != remote.sha256:
        discard_partial(partial)
        raise _changed(remote, f"its sha256 is {digest}")


def _changed(remote: Remote, found: str) -> DownloadError:
    return DownloadError(
        f"{remote.url} is not the file it should be: {found}, expected {remote.size_bytes:,} "
        f"bytes with sha256 {remote.sha256}.",
        "It was thrown away. Try once more; if that ends the same, the publisher has changed it.",
    )


def _note_of(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _read_note(partial: Path, remote: Remote) -> str:
    """The version the partial file belongs to; "" if it cannot be resumed."""
    try:
        note = json.loads(_note_of(partial).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    if not isinstance(note, dict) or note.get("url") != remote.url:
        return ""
    return str(note.get("version", ""))


def _write_note(partial: Path, remote: Remote, headers: Any) -> None:
    etag = headers.get("ETag", "")
    # If-Range allows strong validators only.
    version = etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")
    note = json.dumps({"url": remote.url, "version": version})
    _note_of(partial).write_text(note, encoding="utf-8")
