#!/bin/sh
# Creates .venv from a lock file. Needs Python 3.11 or newer; on Debian and Ubuntu it installs the package that
# lets Python make environments, when that is missing and the package manager may be used.
set -eu
lock=$1
cd "$(dirname "$0")/.."

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "debrief: error: Python 3.11 or newer is needed and was not found." >&2
    echo "Install it, for example with: sudo apt-get install python3 python3-venv" >&2
    exit 1
}

install_venv_support() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "debrief: Python $version cannot make environments yet; installing its venv package" >&2
    for package in "python$version-venv" python3-venv; do
        if scripts/apt_install.sh "$package"; then
            return
        fi
    done
    echo "debrief: error: install it by hand, then try again: sudo apt-get install python3-venv" >&2
    exit 1
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv_support "$python"
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "debrief: installing what $lock names (a few minutes the first time)" >&2
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet"
# The lock names every package, so nothing is resolved: a release newer than the lock cannot come in by way of an extra
$pip --no-deps --require-hashes --requirement "$lock"
$pip --no-deps --no-build-isolation --editable .
