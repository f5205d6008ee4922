import gzip
import hashlib
import os
import re
import struct
import subprocess
import sys
from urllib.parse import urlsplit

import numpy as np
import pytest

from neurona import data
from neurona.data import DataUnavailable, digits
from neurona.mnist import download, load
from tests.neurona.mnist import serving as serve
from tests.neurona.mnist.serving import serving
from tests.real_data import FASHION, MNIST10K

REAL_ADDRESSES = load.ADDRESSES  # before any test
NAMES = {part: file.name for part, file in load.FILES.items()}
ARRAYS = {
    "x_train": np.arange(5 * 784).reshape(5, 28, 28).astype(np.uint8),
    "y_train": np.array([3, 1, 4, 1, 5], np.uint8),
    "x_test": np.arange(2 * 784)[::-1].reshape(2, 28, 28).astype(np.uint8),
    "y_test": np.array([9, 0], np.uint8),
}


def idx_bytes(array):
    return struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def packed(arrays):
    """MNIST's four files, with other contents."""
    return {NAMES[part]: gzip.compress(idx_bytes(array), 1) for part, array in arrays.items()}


def write(files, folder):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def remote(part, content):
    return download.RemoteFile(NAMES[part], len(content), hashlib.sha256(content).hexdigest())


@pytest.fixture(autouse=True)
def no_real_address(monkeypatch, tmp_path):
    """No test downloads anything, or touches the user's cache."""
    monkeypatch.setattr(load, "ADDRESSES", ("http://127.0.0.1:9/nowhere",))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "SECONDS_OF_SILENCE", 60.0)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def small(monkeypatch):
    """Small files stand for MNIST's."""
    files = {part: remote(part, idx_bytes(array)) for part, array in ARRAYS.items()}
    monkeypatch.setattr(load, "FILES", files)


def assert_is_small(read):
    pixels = np.concatenate([ARRAYS["x_train"], ARRAYS["x_test"]]).reshape(7, 784)
    np.testing.assert_array_equal(read.X, pixels / 255)
    assert read.X.dtype == np.float64
    assert read.labels.tolist() == [3, 1, 4, 1, 5, 9, 0]
    assert (read.train.tolist(), read.test.tolist()) == ([0, 1, 2, 3, 4], [5, 6])
    np.testing.assert_array_equal(read.Y, np.eye(10)[read.labels])


@pytest.mark.usefixtures("small")
def test_it_is_fetched_once_and_kept(monkeypatch, tmp_path):
    with serving(packed(ARRAYS)) as site:
        monkeypatch.setattr(load, "ADDRESSES", (site.address,))
        assert_is_small(data.mnist())
        assert len(site.asked) == 4
    assert_is_small(data.mnist())  # the server is gone
    kept = {path.name for path in (tmp_path / "cache" / "neurona" / "mnist").iterdir()}
    assert kept == set(NAMES.values())


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("behave", [serve.not_found, serve.half, serve.another_page, serve.endless])
def test_a_second_address_helps(behave, monkeypatch):
    with serving(packed(ARRAYS), behave) as bad, serving(packed(ARRAYS)) as good:
        monkeypatch.setattr(load, "ADDRESSES", (bad.address, good.address))
        assert_is_small(data.mnist())


def test_other_data_of_the_same_names_is_not_taken_for_mnist(monkeypatch, tmp_path):
    with serving(packed(ARRAYS)) as site:
        monkeypatch.setattr(load, "ADDRESSES", (site.address,))
        with pytest.raises(DataUnavailable, match="another file, as its SHA-256 checksum shows"):
            data.mnist()
    assert not (tmp_path / "cache").exists()


def test_offline_it_says_what_was_tried_and_what_to_do(tmp_path):
    with pytest.raises(DataUnavailable) as caught:
        data.mnist()
    message = str(caught.value)
    assert isinstance(caught.value, OSError)
    assert message.startswith(
        f"train-images-idx3-ubyte.gz could not be fetched. In {tmp_path}/cache/neurona/mnist: it"
        " is not there. At 127.0.0.1:9: there is no connection (Connection refused). "
    )
    for advice in ("Connect to the internet", "mnist('folder')", "mnist('mnist.npz')", "digits()"):
        assert advice in message


def test_there_are_several_addresses_and_a_checksum_for_each_file():
    assert len({urlsplit(address).netloc for address in REAL_ADDRESSES}) == 3
    assert {urlsplit(address).scheme for address in REAL_ADDRESSES} == {"https"}
    assert len({file.sha256 for file in load.FILES.values()}) == 4
    sizes = [file.size for file in load.FILES.values()]
    assert sizes == [16 + 60_000 * 784, 8 + 60_000, 16 + 10_000 * 784, 8 + 10_000]


def test_a_folder_with_the_four_files(tmp_path):
    assert_is_small(data.mnist(write(packed(ARRAYS), tmp_path)))
    assert_is_small(data.mnist(str(tmp_path)))


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("label_type", [np.uint8, np.int64])
def test_an_npz_file(flat, label_type, tmp_path):
    arrays = dict(ARRAYS)
    for part in ("train", "test"):
        if flat:
            arrays[f"x_{part}"] = arrays[f"x_{part}"].reshape(-1, 784)
        arrays[f"y_{part}"] = arrays[f"y_{part}"].astype(label_type)
    np.savez_compressed(tmp_path / "mine.npz", **arrays, other=np.zeros(3))
    assert_is_small(data.mnist(tmp_path / "mine.npz"))


def test_the_first_ones_of_each_part(tmp_path):
    few = data.mnist(write(packed(ARRAYS), tmp_path), train=2, test=1)
    assert few.X.shape == (3, 784)
    assert few.labels.tolist() == [3, 1, 9]
    assert (few.train.tolist(), few.test.tolist()) == ([0, 1], [2])
    np.testing.assert_array_equal(few.X[2], ARRAYS["x_test"][0].ravel() / 255)


@pytest.mark.parametrize("wanted", [{"train": 6}, {"train": 0}, {"test": 3}, {"test": -1}])
def test_more_examples_than_there_are(wanted, tmp_path):
    part, n = next(iter(wanted.items()))
    with pytest.raises(ValueError, match=f"{part} must be from 1 to .* not {n}"):
        data.mnist(write(packed(ARRAYS), tmp_path), **wanted)


@pytest.mark.parametrize("lost", list(NAMES))
def test_a_folder_that_lacks_a_file(lost, tmp_path):
    write(packed(ARRAYS), tmp_path)
    (tmp_path / NAMES[lost]).unlink()
    with pytest.raises(DataUnavailable) as caught:
        data.mnist(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / NAMES[lost]} cannot be read (No such file")
    assert all(name in str(caught.value) for name in NAMES.values())


@pytest.mark.parametrize("part", list(NAMES))
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda array: gzip.compress(idx_bytes(array))[:-20], "breaks off after"),
        (lambda array: gzip.compress(idx_bytes(array)[:-1]), "breaks off: its header promises"),
        (lambda array: gzip.compress(idx_bytes(array) + b"\0"), "goes on after its end"),
        (lambda array: gzip.compress(b"\1" + idx_bytes(array)[1:]), "is not in IDX format"),
        (lambda array: gzip.compress(idx_bytes(array[None])), "dimensions where"),
        (lambda array: idx_bytes(array), "is not packed by gzip"),
        (lambda _array: gzip.compress(b""), "begins with nothing"),
        (lambda _array: b"", "begins with nothing"),
    ],
)
def test_a_damaged_file_is_named_in_a_sentence(part, damage, said, tmp_path):
    write(packed(ARRAYS) | {NAMES[part]: damage(ARRAYS[part])}, tmp_path)
    with pytest.raises(ValueError, match=f"^{re.escape(str(tmp_path / NAMES[part]))} .*{said}"):
        data.mnist(tmp_path)


MISFITS = {
    "size": ({"x_test": np.zeros((2, 27, 28), np.uint8)}, r"x_test has shape \(2, 27, 28\)"),
    "type": ({"x_test": np.zeros((2, 28, 28))}, "x_test has .* type float64, where images"),
    "count": ({"y_train": np.zeros(4, np.uint8)}, "number for each of 5 images"),
    "labels in columns": ({"y_test": np.zeros((2, 10), np.uint8)}, r"y_test has shape \(2, 10\)"),
    "fractions": ({"y_test": np.array([0.5, 1])}, "y_test has .* type float64"),
    "ten": ({"y_test": np.array([10, 1])}, "y_test has labels that are not from 0 to 9"),
    "minus one": ({"y_test": np.array([-1, 1])}, "y_test has labels that are not from 0 to 9"),
    "nothing": (
        {"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)},
        "number for each of 0 images",
    ),
    "a number": ({"x_test": np.uint8(3)}, r"x_test has shape \(\)"),
    "objects": ({"y_test": np.array([None, {}])}, "cannot be read: Object arrays"),
}


@pytest.mark.parametrize(("other", "said"), MISFITS.values(), ids=MISFITS)
def test_arrays_that_do_not_fit(other, said, tmp_path):
    path = tmp_path / "mine.npz"
    np.savez(path, **ARRAYS | other)
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}.*{said}"):
        data.mnist(path)


def test_an_npz_file_without_labels(tmp_path):
    path = tmp_path / "mine.npz"
    np.savez(path, x_train=ARRAYS["x_train"], y_train=ARRAYS["y_train"])
    with pytest.raises(ValueError, match=r"mine\.npz has no x_test, y_test"):
        data.mnist(path)


def test_an_npz_file_that_is_none_or_broken(tmp_path):
    path = tmp_path / "mine.npz"
    np.savez_compressed(path, **ARRAYS)
    whole = path.read_bytes()
    for content, said in [
        (whole[:-40], "neither a folder nor a whole .npz file"),
        (b"", "neither a folder nor a whole .npz file"),
        (b"\x93NUMPY", "neither a folder nor a whole .npz file"),
        (whole[:200] + b"\0" * 20 + whole[220:], "cannot be read"),
    ]:
        path.write_bytes(content)
        with pytest.raises(ValueError, match=f"^{re.escape(str(path))} .*{said}"):
            data.mnist(path)


def test_no_such_file(tmp_path):
    with pytest.raises(DataUnavailable, match=r"nowhere\.npz cannot be read \(No such file"):
        data.mnist(tmp_path / "nowhere.npz")


def test_small_digits_can_stand_in():
    fields = set(load.Mnist.__dataclass_fields__)
    assert fields <= set(type(digits()).__dataclass_fields__)


@pytest.fixture(scope="module")
def fashion():
    if not FASHION.is_dir():
        assert "CI" not in os.environ, "CI must have Debian's package dataset-fashion-mnist"
        pytest.skip("needs Debian's package dataset-fashion-mnist")
    return FASHION


def test_real_files_of_70_000_pictures(fashion):
    clothes = data.mnist(fashion)
    assert clothes.X.shape == (70_000, 784)
    assert (clothes.X.min(), clothes.X.max()) == (0.0, 1.0)
    # Both parts have as many of each kind.
    assert np.bincount(clothes.labels[clothes.train]).tolist() == [6000] * 10
    assert np.bincount(clothes.labels[clothes.test]).tolist() == [1000] * 10
    # A boot comes first; trousers are lighter than coats.
    assert clothes.labels[clothes.train[0]] == clothes.labels[clothes.test[0]] == 9
    light = [clothes.X[clothes.labels == kind].mean() for kind in (1, 4)]
    assert light[0] < light[1]


def test_real_files_through_the_network(fashion, monkeypatch):
    files = {name: (fashion / name).read_bytes() for name in NAMES.values()}
    contents = {part: gzip.decompress(files[name]) for part, name in NAMES.items()}
    monkeypatch.setattr(load, "FILES", {part: remote(part, contents[part]) for part in NAMES})
    with serving(files) as site:
        monkeypatch.setattr(load, "ADDRESSES", (site.address,))
        fetched = data.mnist(train=1000, test=500)
    read = data.mnist(fashion, train=1000, test=500)
    np.testing.assert_array_equal(fetched.X, read.X)
    np.testing.assert_array_equal(fetched.labels, read.labels)


@pytest.fixture(scope="module")
def mnist10k():
    if not MNIST10K.is_file():
        pytest.skip(f"needs {MNIST10K.name}, which is not part of the repository")
    return MNIST10K


def test_real_digits(mnist10k):
    read = data.mnist(mnist10k)
    assert read.X.shape == (20_000, 784)
    assert (len(read.train), len(read.test)) == (10_000, 10_000)
    assert (read.X.min(), read.X.max()) == (0.0, 1.0)
    # MNIST's test digits begin 7, 2, 1, 0, 4; there are 980 zeros and 1135 ones.
    assert read.labels[read.test[:5]].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(read.labels[read.test])[:2].tolist() == [980, 1135]


def test_the_checksums_are_those_of_the_real_test_digits(mnist10k, monkeypatch, tmp_path):
    with np.load(mnist10k) as arrays:
        files = packed({part: arrays[part] for part in ("x_test", "y_test")})
    wanted = [load.FILES["x_test"], load.FILES["y_test"]]
    with serving(files) as site:
        images, labels = download.fetch(wanted, [site.address], tmp_path, "")
    assert (len(images), len(labels)) == (wanted[0].size, wanted[1].size)


def test_nothing_is_fetched_by_importing():
    code = (
        "import socket\n"
        "def refuse(*_args, **_options): raise AssertionError('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import neurona.data; neurona.data.digits()"
    )
    folder = str(data.__file__).rsplit("/neurona/", 1)[0]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
