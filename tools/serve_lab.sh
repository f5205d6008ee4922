#!/bin/sh
# Serve JupyterLab, opened on the first chapter: serve_lab.sh PYTHON [OPTION …]
# Reads LANGUAGE. Works as root, and prints the address where there is no screen.
set -eu

python=$1
shift
first=$(ls "course/$LANGUAGE" 2>/dev/null | head -n 1)
if [ -z "$first" ]; then
    echo "neurona: there is no course in '$LANGUAGE'; there are: $(ls course/text/neurona.*.po | sed 's/.*neurona\.\(.*\)\.po/\1/' | tr '\n' ' ')en" >&2
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    set -- --allow-root "$@"
fi
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; then
    set -- --no-browser "$@"
fi

echo "Starting JupyterLab on course/$LANGUAGE/$first. Its address comes below; Ctrl-C stops it."
exec "$python" -m jupyterlab \
    --ServerApp.root_dir=course \
    --LabApp.default_url="/lab/tree/$LANGUAGE/$first/$first.ipynb" \
    "$@"
