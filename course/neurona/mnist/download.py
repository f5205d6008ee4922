"""Files from the network: fetched once, checked, and kept in the user's cache."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tempfile
import time
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from neurona.language import _

SECONDS_OF_SILENCE = 5.0
SECONDS_AT_MOST = 180.0
"""For one file from one address."""
PIECE = 1 << 16


class DataUnavailable(OSError):  # noqa: N818  it is no error of the program's
    """Data that is neither here nor to be had; says what was tried and what to do.

    It is shown in one line, whatever the code that asked for the data.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class RemoteFile:
    """A file packed by gzip that lies at more than one address.

    Attributes
    ----------
    name : str
        Its name at every address and in the cache.
    size : int
        Its bytes, unpacked.
    sha256 : str
        The checksum of these, so that it does not matter who packed them.
    """

    name: str
    size: int
    sha256: str


class _Unfit(Exception):  # noqa: N818
    """Says why what was found is not what was wanted."""


def cache_folder() -> Path:
    """Return where to keep what can be fetched again.

    Returns
    -------
    Path
        ``neurona`` in the folder that XDG_CACHE_HOME names or, where it is unset or relative, in
        ``~/.cache``.

    Notes
    -----
    *XDG Base Directory Specification*, version 0.8.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "neurona"


def fetch(
    files: Sequence[RemoteFile], addresses: Sequence[str], folder: Path, otherwise: str
) -> list[bytes]:
    """Return what files hold: from a folder, or else from the first address that has them.

    Whatever comes from an address is put into the folder, whole or not at all.

    Parameters
    ----------
    files : sequence of RemoteFile
        What is wanted.
    addresses : sequence of str
        The folders in the network to try, one after the other.
    folder : Path
        Where files are kept. It is made when it is not there.
    otherwise : str
        What to do if nothing helps: a sentence, or several.

    Returns
    -------
    list of bytes
        Unpacked, and as the checksums want it.

    Raises
    ------
    DataUnavailable
        If one of them is neither in the folder nor to be had from any address.
    """
    promising = list(addresses)
    contents = []
    for file in files:
        tried: list[str] = []
        content = _read_kept(file, folder, tried)
        if content is None:
            content = _fetch_one(file, promising, folder, tried)
        if content is None:
            told = _("{name} could not be fetched.").format(name=file.name)
            raise DataUnavailable(" ".join([told, *tried, otherwise]))
        contents.append(content)
    return contents


def _read_kept(file: RemoteFile, folder: Path, tried: list[str]) -> bytes | None:
    """Return what is kept, or note why it is of no use."""
    path = folder / file.name
    try:
        return _unpack(path.read_bytes(), file)
    except FileNotFoundError:
        reason = _("it is not there")
    except OSError as error:
        reason = error.strerror or str(error)
    except _Unfit as unfit:
        reason = str(unfit)
    tried.append(_("In {folder}: {reason}.").format(folder=folder, reason=reason))
    return None


def _fetch_one(
    file: RemoteFile, promising: list[str], folder: Path, tried: list[str]
) -> bytes | None:
    """Return what the first good address has, and move that one to the front."""
    for address in tuple(promising):
        try:
            packed = _download(f"{address}/{file.name}", file.size + PIECE)  # gzip adds a little
            content = _unpack(packed, file)
        except _Unfit as unfit:
            host = urlsplit(address).netloc
            tried.append(_("At {host}: {reason}.").format(host=host, reason=unfit))
            continue
        promising.sort(key=lambda each: each != address)
        _keep(packed, folder / file.name)
        return content
    return None


def _download(address: str, largest: int) -> bytes:
    """Return what lies at an address, or raise `_Unfit`."""
    from http.client import HTTPException  # slow to import, like the next
    from urllib.request import Request, urlopen

    request = Request(address, headers={"User-Agent": "neurona"})
    begun = time.monotonic()
    packed = bytearray()
    try:
        with urlopen(request, timeout=SECONDS_OF_SILENCE) as answer:
            while piece := answer.read1(PIECE):
                packed += piece
                if len(packed) > largest:
                    raise _Unfit(_("more came than the file can hold"))
                if time.monotonic() > begun + SECONDS_AT_MOST:
                    words = _("only {n} bytes came in {seconds:g} seconds")
                    raise _Unfit(words.format(n=len(packed), seconds=SECONDS_AT_MOST))
    except (OSError, HTTPException) as error:
        raise _Unfit(_what_went_wrong(error)) from None
    return bytes(packed)


def _what_went_wrong(error: Exception) -> str:
    from urllib.error import HTTPError, URLError

    if isinstance(error, HTTPError):
        error.close()
        return _("the server answers {code}, {reason}").format(code=error.code, reason=error.reason)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return _("nothing came for {seconds:g} seconds").format(seconds=SECONDS_OF_SILENCE)
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return _("there is no connection ({reason})").format(reason=reason)


def _unpack(packed: bytes, file: RemoteFile) -> bytes:
    """Return what a file holds, or raise `_Unfit` if it is another one."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacking:
            content = unpacking.read(file.size + 1)
    except EOFError:
        raise _Unfit(_("the file breaks off after {n} bytes").format(n=len(packed))) from None
    except (gzip.BadGzipFile, zlib.error):
        raise _Unfit(_("what is there is not packed by gzip, or damaged")) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise _Unfit(_("what is there is another file, as its SHA-256 checksum shows"))
    return content


def _keep(packed: bytes, path: Path) -> None:
    """Put a file where it belongs, whole or not at all; if that fails, only tell."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as writing:
                writing.write(packed)
                writing.flush()
                os.fsync(handle)
            os.replace(part, path)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        words = _("{name} cannot be kept in {folder} ({reason}), so it will be fetched again.")
        told = words.format(name=path.name, folder=path.parent, reason=error.strerror or error)
        warnings.warn(told, stacklevel=2)
