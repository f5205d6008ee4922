"""70,000 handwritten digits of 28×28 pixels, fetched once or read from your own files."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.language import _
from neurona.mnist.download import DataUnavailable, RemoteFile, cache_folder, fetch
from neurona.mnist.idx import read_idx, unpack

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Arrays = dict[str, npt.NDArray[Any]]

SIDE = 28
CLASSES = 10
ADDRESSES = (
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
    "https://raw.githubusercontent.com/fgnt/mnist/master",
)
# By the names that the same arrays have in an .npz file.
FILES = {
    "x_train": RemoteFile(
        "train-images-idx3-ubyte.gz",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "y_train": RemoteFile(
        "train-labels-idx1-ubyte.gz",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "x_test": RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "y_test": RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


@dataclass(frozen=True)
class Mnist:
    """Handwritten digits of 28×28 pixels, or whatever else comes in MNIST's form.

    Attributes
    ----------
    X : array of shape (n, 784)
        Pixels, row by row, from 0 (paper) to 1 (ink).
    labels : array of int, shape (n,)
        The digit that was meant.
    Y : array of shape (n, 10)
        The labels as one-hot rows: the 1 of digit 5 is at index 5.
    train, test : arrays of int
        Where in X the examples of each part are: first those to learn from, then the unseen.
    """

    X: Array
    labels: Indices
    Y: Array
    train: Indices
    test: Indices


def mnist(
    source: str | PathLike[str] | None = None,
    *,
    train: int | None = None,
    test: int | None = None,
) -> Mnist:
    """Return MNIST's digits, 60,000 to learn from and 10,000 unseen.

    Parameters
    ----------
    source : path, optional
        Your own copy: a folder with the four ``.gz`` files, or an ``.npz`` file with ``x_train``,
        ``y_train``, ``x_test`` and ``y_test``. Without it, the files are fetched (11 MB) the
        first time, and kept.
    train, test : int, optional
        How many examples of each part: the first ones. All of them need 440 MB of memory.

    Returns
    -------
    Mnist

    Raises
    ------
    DataUnavailable
        If it is not here and cannot be fetched. It is an `OSError`, and its sentences say what
        was tried and what to do.
    ValueError
        If a file is not what it should be, or has fewer examples than are wanted.

    Notes
    -----
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, *Gradient-based learning applied to document
    recognition*, Proceedings of the IEEE 86 (1998).
    """
    if source is None:
        arrays, name = _fetch(), "MNIST"
    else:
        path = Path(source)
        arrays, name = _read_folder(path) if path.is_dir() else _read_npz(path), str(path)
    _check(arrays, name)
    parts = _first(arrays, "train", train, name), _first(arrays, "test", test, name)
    images, labels = zip(*parts, strict=True)
    cut, n = len(labels[0]), len(labels[0]) + len(labels[1])
    X = np.empty((n, SIDE * SIDE))
    np.divide(images[0], 255.0, out=X[:cut])
    np.divide(images[1], 255.0, out=X[cut:])
    meant = np.concatenate(labels).astype(np.int64)
    return Mnist(X, meant, np.eye(CLASSES)[meant], np.arange(cut), np.arange(cut, n))


def _fetch() -> Arrays:
    otherwise = _(
        "Connect to the internet and run this again; or hand over your own copy, as in"
        " mnist('folder') with the four .gz files in it, or mnist('mnist.npz'); or go on with"
        " digits(), which needs no download."
    )
    contents = fetch(list(FILES.values()), ADDRESSES, cache_folder() / "mnist", otherwise)
    return {
        part: _read(content, part, file.name)
        for (part, file), content in zip(FILES.items(), contents, strict=True)
    }


def _read_folder(folder: Path) -> Arrays:
    arrays = {}
    for part, file in FILES.items():
        path = folder / file.name
        arrays[part] = _read(unpack(_bytes_of(path), str(path)), part, str(path))
    return arrays


def _read(content: bytes, part: str, name: str) -> npt.NDArray[np.uint8]:
    return read_idx(content, name, 3 if part.startswith("x") else 1)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        words = _(
            "{path} cannot be read ({reason}). A copy of your own is a folder with {names}, or an"
            " .npz file. Without one, mnist() fetches the digits."
        )
        names = ", ".join(file.name for file in FILES.values())
        reason = error.strerror or error
        raise DataUnavailable(words.format(path=path, reason=reason, names=names)) from None


def _read_npz(path: Path) -> Arrays:
    if not zipfile.is_zipfile(path):
        _bytes_of(path)  # tells it if there is no such file
        raise ValueError(f"{path} is neither a folder nor a whole .npz file.")
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {part: archive[part] for part in FILES if part in archive}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    missing = [part for part in FILES if part not in arrays]
    if missing:
        raise ValueError(f"{path} has no {', '.join(missing)}.")
    return arrays


def _check(arrays: Arrays, name: str) -> None:
    """Raise ValueError unless there are images, each with a label."""
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if images.dtype != np.uint8 or images.shape[1:] not in ((SIDE, SIDE), (SIDE * SIDE,)):
            raise ValueError(
                f"{name}: x_{part} has shape {images.shape} and type {images.dtype}, where images"
                " of 28 × 28 unsigned bytes are wanted."
            )
        if labels.dtype.kind not in "iu" or labels.shape != images.shape[:1] or not len(labels):
            raise ValueError(
                f"{name}: y_{part} has shape {labels.shape} and type {labels.dtype}, where a whole"
                f" number for each of {len(images)} images is wanted."
            )
        if labels.min() < 0 or labels.max() >= CLASSES:
            raise ValueError(f"{name}: y_{part} has labels that are not from 0 to 9.")


def _first(
    arrays: Arrays, part: str, wanted: int | None, name: str
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.integer[Any]]]:
    """Return the first examples of a part, one a row."""
    images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
    n = len(labels) if wanted is None else wanted
    if not 1 <= n <= len(labels):
        raise ValueError(f"{part} must be from 1 to {len(labels)} for {name}, not {n}")
    return images[:n].reshape(n, -1), labels[:n]
