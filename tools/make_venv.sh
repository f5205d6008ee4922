#!/bin/sh
# Make the virtual environment that all make targets share.
# Reads PYTHON (the interpreter to use) and VENV (where to put the environment).
set -eu

fail() {
    echo "neurona: $1" >&2
    exit 1
}

command -v "$PYTHON" >/dev/null 2>&1 ||
    fail "there is no $PYTHON here. Install Python 3.11 or newer, or name it: make lab PYTHON=/path/to/python3"

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$PYTHON" --version) is too old: Python 3.11 or newer is needed. Name another one: make lab PYTHON=/path/to/python3"

# Debian keeps ensurepip, without which there is no pip in the environment, in a package of its own.
if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Debian's python3-venv, which virtual environments need …"
        apt-get update -qq && apt-get install -y -qq python3-venv
    else
        fail "this Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv"
    fi
fi

echo "Making a virtual environment in $VENV …"
rm -rf "$VENV"
"$PYTHON" -m venv "$VENV"
