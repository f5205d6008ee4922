import gzip
import hashlib
import os
import random
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from neurona.mnist import download
from neurona.mnist.download import DataUnavailable, RemoteFile, cache_folder, fetch
from tests.neurona.mnist import serving as serve
from tests.neurona.mnist.serving import serving

CONTENTS = {name: random.Random(name).randbytes(2000) for name in ("one.gz", "two.gz")}
PACKED = {name: gzip.compress(content) for name, content in CONTENTS.items()}
FILES = [
    RemoteFile(name, len(content), hashlib.sha256(content).hexdigest())
    for name, content in CONTENTS.items()
]
RIGHT = list(CONTENTS.values())
OTHERWISE = "Do something else."


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is not taken for a bad address."""
    monkeypatch.setattr(download, "SECONDS_OF_SILENCE", 60.0)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def failure(addresses, folder):
    with pytest.raises(DataUnavailable) as caught:
        fetch(FILES, addresses, folder, OTHERWISE)
    return str(caught.value)


def test_what_is_fetched_once_is_kept(tmp_path):
    with serving(PACKED) as site:
        assert fetch(FILES, [site.address], tmp_path / "new" / "folder", OTHERWISE) == RIGHT
        assert site.asked == ["/data/one.gz", "/data/two.gz"]
    # The server is gone.
    assert fetch(FILES, [site.address], tmp_path / "new" / "folder", OTHERWISE) == RIGHT
    kept = {path.name: path.read_bytes() for path in (tmp_path / "new" / "folder").iterdir()}
    assert kept == PACKED


def test_what_comes_slowly_but_steadily_is_waited_for(tmp_path):
    with serving(PACKED, serve.in_crumbs) as site:
        assert fetch(FILES, [site.address], tmp_path, OTHERWISE) == RIGHT


def test_it_does_not_matter_who_packed_it(tmp_path):
    with serving(
        {name: gzip.compress(content, 1, mtime=7) for name, content in CONTENTS.items()}
    ) as site:
        assert fetch(FILES, [site.address], tmp_path, OTHERWISE) == RIGHT


def be_impatient(behave, monkeypatch):
    """Wait no longer for what never comes."""
    if behave in (serve.silent, serve.silent_after_half):
        monkeypatch.setattr(download, "SECONDS_OF_SILENCE", 0.5)
    if behave is serve.trickling:
        monkeypatch.setattr(download, "SECONDS_AT_MOST", 0.5)


@pytest.mark.parametrize(
    ("behave", "said"),
    [
        (serve.not_found, "the server answers 404, Not Found"),
        (serve.another_page, "what is there is not packed by gzip, or damaged"),
        (serve.half, "the file breaks off after"),
        (serve.half_in_order, "the file breaks off after"),
        (serve.silent, "nothing came for 0.5 seconds"),
        (serve.silent_after_half, "nothing came for 0.5 seconds"),
        (serve.trickling, "only "),
        (serve.endless, "more came than the file can hold"),
        (serve.hanging_up, "there is no connection ("),
    ],
)
def test_a_bad_address_is_told_and_leaves_nothing_behind(behave, said, tmp_path, monkeypatch):
    be_impatient(behave, monkeypatch)
    with serving(PACKED, behave) as site:
        message = failure([site.address], tmp_path)
    host = site.address.split("/")[2]
    assert message.startswith(
        f"one.gz could not be fetched. In {tmp_path}: it is not there. At {host}: {said}"
    )
    assert message.endswith(". Do something else.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "behave", [serve.not_found, serve.another_page, serve.half, serve.hanging_up, serve.endless]
)
def test_the_next_address_is_tried_and_then_preferred(behave, tmp_path):
    with serving(PACKED, behave) as bad, serving(PACKED) as good:
        assert fetch(FILES, [bad.address, good.address], tmp_path, OTHERWISE) == RIGHT
        assert bad.asked == ["/data/one.gz"]
        assert good.asked == ["/data/one.gz", "/data/two.gz"]


def test_another_file_of_that_name_is_refused(tmp_path):
    with serving({name: gzip.compress(b"other") for name in PACKED}) as site:
        assert "another file, as its SHA-256 checksum shows" in failure([site.address], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_that_goes_on_after_its_end_is_refused(tmp_path):
    with serving({name: gzip.compress(c + b"!") for name, c in CONTENTS.items()}) as site:
        assert "another file" in failure([site.address], tmp_path)


def test_where_nobody_listens(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
    message = failure([closed, closed], tmp_path)
    assert message.count("there is no connection (Connection refused)") == 2


def test_a_name_that_nobody_knows(tmp_path, monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    message = failure(["https://example.invalid/data"], tmp_path)
    assert "At example.invalid: there is no connection (Name or service not known)." in message


@pytest.mark.parametrize(
    "damage",
    [b"", PACKED["one.gz"][:40], b"no gzip", gzip.compress(b"other")],
    ids=["empty", "cut off", "not packed", "another"],
)
def test_a_damaged_copy_is_fetched_again(damage, tmp_path):
    (tmp_path / "one.gz").write_bytes(damage)
    with serving(PACKED) as site:
        assert fetch(FILES, [site.address], tmp_path, OTHERWISE) == RIGHT
    assert (tmp_path / "one.gz").read_bytes() == PACKED["one.gz"]


def test_a_damaged_copy_is_told_about(tmp_path):
    (tmp_path / "one.gz").write_bytes(PACKED["one.gz"][:40])
    assert f"In {tmp_path}: the file breaks off after 40 bytes." in failure([], tmp_path)


def test_a_copy_that_cannot_be_read_is_told_about(tmp_path):
    (tmp_path / "one.gz").mkdir()
    assert f"In {tmp_path}: Is a directory." in failure([], tmp_path)


def test_without_a_place_to_keep_it_the_data_is_there_all_the_same(tmp_path):
    (tmp_path / "file").touch()
    words = r"one.gz cannot be kept in .*/file \(.+\), so it will be fetched again"
    with serving(PACKED) as site, pytest.warns(UserWarning, match=words):
        assert fetch(FILES[:1], [site.address], tmp_path / "file", OTHERWISE) == RIGHT[:1]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_what_cannot_be_written_whole_is_not_written(broken, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, full)
    with serving(PACKED) as site, pytest.warns(UserWarning, match="No space left on device"):
        assert fetch(FILES[:1], [site.address], tmp_path, OTHERWISE) == RIGHT[:1]
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_no_half_file(tmp_path, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with serving(PACKED) as site, pytest.raises(KeyboardInterrupt):
        fetch(FILES, [site.address], tmp_path, OTHERWISE)
    assert list(tmp_path.iterdir()) == []


def test_two_may_fetch_at_once(tmp_path):
    got = []
    with serving(PACKED, serve.in_crumbs) as site:
        threads = [
            threading.Thread(
                target=lambda: got.append(fetch(FILES, [site.address], tmp_path, OTHERWISE))
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [RIGHT] * 4
    assert {path.name for path in tmp_path.iterdir()} == set(PACKED)


def test_it_is_an_os_error_and_one_line_in_a_notebook(tmp_path):
    with pytest.raises(OSError, match="could not be fetched") as caught:
        fetch(FILES, [], tmp_path, OTHERWISE)
    assert caught.value._render_traceback_() == [f"DataUnavailable: {caught.value}"]


@pytest.mark.parametrize(
    ("named", "folder"),
    [
        ("/var/elsewhere", "/var/elsewhere/neurona"),
        ("relative/folder", "/home/ada/.cache/neurona"),
        ("", "/home/ada/.cache/neurona"),
        (None, "/home/ada/.cache/neurona"),
    ],
)
def test_the_cache_is_where_one_looks_for_it(named, folder, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", named)
    assert cache_folder() == Path(folder)


def test_what_only_a_download_needs_is_not_imported_before():
    code = "import sys, neurona.mnist; assert 'urllib.request' not in sys.modules"
    folder = str(download.__file__).rsplit("/neurona/", 1)[0]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
