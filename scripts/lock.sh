#!/bin/sh
# Writes both lock files anew: versions and hashes for every platform and Python, no download addresses.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet uv
compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --universal --generate-hashes --no-annotate --no-header \
        --python-version 3.11 --quiet "$@"
}
compile --upgrade --extra checkout --output-file requirements.lock
compile --upgrade --extra checkout --extra dev --constraint requirements.lock --output-file requirements-dev.lock
