import random
import socket
import threading
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from models_helpers import Answer, FileServer, sha256

from os1.errors import DownloadError, StorageError
from os1.speech.models import download as download_module
from os1.speech.models.download import Remote, download, require_safe

CONTENT = random.Random(4).randbytes(400_000)
OTHER = random.Random(5).randbytes(400_000)


class Recorder:
    """Remembers the progress; may press Ctrl-C once so many bytes have come."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def __call__(self, done_bytes: int, total_bytes: int) -> None:
        self.seen.append((done_bytes, total_bytes))
        if self._stop_at is not None and done_bytes >= self._stop_at:
            raise KeyboardInterrupt


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "model.part"


def remote(server: FileServer, content: bytes = CONTENT) -> Remote:
    return Remote(server.url, len(content), sha256(content))


def ranges(server: FileServer) -> list[str | None]:
    """What each request asked for."""
    return [request.get("Range") for request in server.requests]


def interrupted(server: FileServer, partial: Path, stop_at: int = 150_000) -> int:
    """Begin a download and press Ctrl-C; the bytes that were kept."""
    with pytest.raises(KeyboardInterrupt):
        download(remote(server), partial, Recorder(stop_at))
    return partial.stat().st_size


def test_a_good_download_arrives_whole_and_shows_its_progress(partial: Path) -> None:
    progress = Recorder()
    with FileServer(Answer(CONTENT)) as server:
        download(remote(server), partial, progress)
    assert partial.read_bytes() == CONTENT
    assert progress.seen[0] == (0, len(CONTENT))
    assert progress.seen[-1] == (len(CONTENT), len(CONTENT))
    assert progress.seen == sorted(progress.seen)
    assert ranges(server) == [None]


def test_an_interrupted_download_goes_on_where_it_stopped(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as server:
        kept = interrupted(server, partial)
        assert 0 < kept < len(CONTENT)
        progress = Recorder()
        download(remote(server), partial, progress)
        assert partial.read_bytes() == CONTENT
        assert progress.seen[0] == (kept, len(CONTENT))
        assert ranges(server) == [None, f"bytes={kept}-"]
        assert server.requests[1]["If-Range"] == '"one"'


def test_a_connection_that_breaks_is_taken_up_again_at_once(partial: Path) -> None:
    cut = [Answer(CONTENT, cut_at=100_000), Answer(CONTENT, cut_at=50_000), Answer(CONTENT)]
    with FileServer(*cut) as server:
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT
    assert ranges(server) == [None, "bytes=100000-", "bytes=150000-"]


def test_a_server_that_keeps_breaking_off_is_given_up_and_the_part_kept(partial: Path) -> None:
    with FileServer(Answer(CONTENT, cut_at=1000)) as server:
        with pytest.raises(DownloadError, match="ended early") as caught:
            download(remote(server), partial, Recorder())
        assert len(server.requests) == 5
    assert partial.read_bytes() == CONTENT[:5000]
    assert "Run the same command to go on" in caught.value.next_step


def test_a_server_without_ranges_makes_it_start_over(partial: Path) -> None:
    with FileServer(Answer(CONTENT, ranges=False)) as server:
        kept = interrupted(server, partial)
        progress = Recorder()
        download(remote(server), partial, progress)
        assert partial.read_bytes() == CONTENT
        assert progress.seen[0] == (0, len(CONTENT))
        assert ranges(server) == [None, f"bytes={kept}-"]


def test_a_file_that_changed_between_two_tries_is_fetched_from_its_start(partial: Path) -> None:
    with FileServer(Answer(OTHER)) as server:
        interrupted(server, partial)
        server.answers = [Answer(CONTENT, etag='"two"')]
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT
    assert server.requests[1]["If-Range"] == '"one"'


def test_without_a_version_to_ask_for_nothing_is_resumed(partial: Path) -> None:
    with FileServer(Answer(CONTENT, etag='W/"weak"')) as server:
        interrupted(server, partial)
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT
    assert ranges(server) == [None, None]


def test_a_date_serves_where_there_is_no_etag(partial: Path) -> None:
    date = "Wed, 09 Dec 2020 00:00:00 GMT"
    with FileServer(Answer(CONTENT, etag="", headers={"Last-Modified": date})) as server:
        kept = interrupted(server, partial)
        with pytest.raises(KeyboardInterrupt):
            download(remote(server), partial, Recorder(0))
        assert server.requests[1]["Range"] == f"bytes={kept}-"
        assert server.requests[1]["If-Range"] == date


def test_a_part_of_another_address_is_not_built_upon(partial: Path) -> None:
    with FileServer(Answer(OTHER)) as server:
        interrupted(server, partial)
    with FileServer(Answer(CONTENT)) as server:
        download(remote(server), partial, Recorder())
        assert ranges(server) == [None]
    assert partial.read_bytes() == CONTENT


@pytest.mark.parametrize("note", ["", "[]", '{"version": 7}', None])
def test_a_broken_note_makes_it_start_over(partial: Path, note: str | None) -> None:
    with FileServer(Answer(CONTENT)) as server:
        interrupted(server, partial)
        path = partial.with_name(partial.name + ".json")
        assert path.exists()
        path.unlink() if note is None else path.write_text(note)
        download(remote(server), partial, Recorder())
        assert ranges(server) == [None, None]
    assert partial.read_bytes() == CONTENT


def test_a_whole_file_from_last_time_is_not_fetched_again(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as server:
        download(remote(server), partial, Recorder())
        download(remote(server), partial, Recorder())
        assert len(server.requests) == 1


def test_a_server_that_refuses_the_range_makes_it_start_over(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as server:
        interrupted(server, partial)
        server.answers = [Answer(status=416), Answer(CONTENT)]
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT
    assert ranges(server)[2] is None


def test_a_server_that_goes_on_in_the_wrong_place_makes_it_start_over(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as server:
        interrupted(server, partial)
        wrong = {"Content-Range": f"bytes 7-399999/{len(CONTENT)}"}
        server.answers = [Answer(CONTENT, headers=wrong), Answer(CONTENT)]
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT


def test_a_corrupt_file_is_thrown_away(partial: Path) -> None:
    with FileServer(Answer(OTHER)) as server:
        with pytest.raises(DownloadError, match="sha256") as caught:
            download(remote(server), partial, Recorder())
        assert sha256(OTHER) in caught.value.message
        assert sha256(CONTENT) in caught.value.message
    assert list(partial.parent.iterdir()) == []


@pytest.mark.parametrize("served", [CONTENT[:-1], CONTENT + b"x"])
def test_a_file_of_another_size_is_refused_before_it_is_fetched(
    partial: Path, served: bytes
) -> None:
    progress = Recorder()
    with (
        FileServer(Answer(served)) as server,
        pytest.raises(DownloadError, match=f"it has {len(served):,} bytes"),
    ):
        download(remote(server), partial, progress)
    assert progress.seen == []
    assert not partial.exists()


def test_a_stream_without_a_length_is_stopped_past_the_expected_size(partial: Path) -> None:
    with (
        FileServer(Answer(CONTENT + bytes(5_000_000), length=False)) as server,
        pytest.raises(DownloadError, match="past its length"),
    ):
        download(remote(server), partial, Recorder())
    assert partial.stat().st_size == 0
    with FileServer(Answer(CONTENT, length=False)) as server:
        download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT


def test_content_changed_on_the_way_is_refused(partial: Path) -> None:
    with FileServer(Answer(CONTENT, headers={"Content-Encoding": "gzip"})) as server:
        with pytest.raises(DownloadError, match="changes it on the way"):
            download(remote(server), partial, Recorder())
        assert server.requests[0]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_is_told_with_its_code(partial: Path, status: int) -> None:
    with FileServer(Answer(b"sorry", status=status)) as server:
        with pytest.raises(DownloadError, match=str(status)) as caught:
            download(remote(server), partial, Recorder())
        assert server.url in caught.value.message
        assert len(server.requests) == 1
    assert not partial.exists()


def test_a_server_that_is_not_there_is_told(partial: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/model.zip"
    with pytest.raises(DownloadError, match="Connection refused") as caught:
        download(Remote(url, 10, "a" * 64), partial, Recorder())
    assert "os1 models install FILE" in caught.value.next_step


@pytest.fixture
def stall() -> Iterator[threading.Event]:
    """Set when a server that said nothing may go."""
    event = threading.Event()
    yield event
    event.set()


def test_a_server_that_falls_silent_is_left_and_asked_again(
    partial: Path, stall: threading.Event
) -> None:
    silent = Answer(CONTENT, cut_at=100_000, after_body=lambda: stall.wait(20) and None)
    with FileServer(silent, Answer(CONTENT)) as server:
        download(remote(server), partial, Recorder(), timeout_s=0.3)
        assert ranges(server) == [None, "bytes=100000-"]
        stall.set()
    assert partial.read_bytes() == CONTENT


def test_a_server_that_never_answers_is_given_up(partial: Path, stall: threading.Event) -> None:
    silent = Answer(CONTENT, before_body=lambda: stall.wait(20) and None)
    with FileServer(silent) as server:
        with pytest.raises(DownloadError, match=r"no answer in 0\.2 s"):
            download(remote(server), partial, Recorder(), timeout_s=0.2)
        stall.set()


def test_a_server_that_speaks_something_else_is_told(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(DownloadError, match="stopped after"):
            download(Remote(url, len(CONTENT), sha256(CONTENT)), partial, Recorder())


def test_a_redirect_within_this_computer_is_followed(partial: Path) -> None:
    with FileServer(Answer(CONTENT)) as target:
        moved = Answer(status=302, headers={"Location": target.url})
        with FileServer(moved) as server:
            download(remote(server), partial, Recorder())
    assert partial.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "place", ["http://example.org/model.zip", "ftp://example.org/x", "file:///etc/passwd"]
)
def test_a_redirect_to_anything_but_https_is_refused(partial: Path, place: str) -> None:
    with (
        FileServer(Answer(status=302, headers={"Location": place})) as server,
        pytest.raises(DownloadError, match=r"only https|not allowed"),
    ):
        download(remote(server), partial, Recorder())
    assert not partial.exists()


def test_a_redirect_may_not_lead_from_https_into_this_computer() -> None:
    redirects = download_module._SafeRedirects()
    request = urllib.request.Request("https://example.org/model.zip")
    with pytest.raises(DownloadError, match="not https"):
        redirects.redirect_request(
            request, None, 302, "Found", Message(), "http://127.0.0.1:8000/admin"
        )
    followed = redirects.redirect_request(
        request, None, 302, "Found", Message(), "https://mirror.example.org/model.zip"
    )
    assert followed is not None
    assert followed.full_url == "https://mirror.example.org/model.zip"


@pytest.mark.parametrize(
    "url", ["http://example.org/x", "file:///etc/passwd", "http://127.0.0.1.example.org/x", "x"]
)
def test_only_https_is_fetched(partial: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="only https"):
        download(Remote(url, 10, "a" * 64), partial, Recorder())
    require_safe("https://example.org/x")
    require_safe("http://localhost:80/x")


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with (
        FileServer(Answer(CONTENT)) as server,
        pytest.raises(StorageError, match="Cannot write"),
    ):
        download(remote(server), tmp_path / "file" / "model.part", Recorder())


def test_a_disk_that_fills_up_is_told_and_not_taken_for_the_network(
    partial: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(download_module.os, "fsync", full)
    with FileServer(Answer(CONTENT)) as server:
        with pytest.raises(StorageError, match="No space left on device"):
            download(remote(server), partial, Recorder())
        assert len(server.requests) == 1
