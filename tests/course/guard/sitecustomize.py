"""Forbids and writes down every use of the network in the interpreter that starts with it.

Python imports this file by itself when its folder is on PYTHONPATH.
"""

import os
import socket
import sys

WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event not in WATCHED | LOOKUPS:
        return
    if event in WATCHED and arguments[0].family == socket.AF_UNIX:  # type: ignore[attr-defined]
        return
    with open(os.environ["NEURONA_NETWORK_LOG"], "a") as log:
        log.write(f"{event} {arguments[-1]}\n")
    raise OSError(f"no network here: {event}")


sys.addaudithook(_forbid)  # cannot be removed again
