#!/bin/sh
# Install one lock file, every package checked against its hashes, into .venv.
#
#     tools/install_locked.sh requirements.lock
#
# uv does it in a second or two; where uv has no build, or fails, pip does the same more slowly.
set -eu

cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}

say() { echo "==> $*"; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Prongsai needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || true)." >&2
    echo "Name another one: make PYTHON=python3.12" >&2
    exit 1
fi

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    say "Making the environment in .venv"
    if ! "$python" -m venv .venv; then
        echo "On Debian and Ubuntu this needs one package: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi

say "Installing what $lock names (hashes checked)"
pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$1"
}
uv_install() {
    .venv/bin/uv --version >/dev/null 2>&1 || pip_install tools/installer.lock 2>/dev/null || return 1
    .venv/bin/uv --quiet pip install --python .venv/bin/python --require-hashes --only-binary :all: -r "$1"
}
uv_install "$lock" || { say "uv could not; pip goes on (slower)"; pip_install "$lock"; }

.venv/bin/python tools/link_source.py
