#!/bin/sh
# Makes sure that Chromium is there for the browser tests. Where it can be neither found nor installed, the tests
# that need it are skipped and say so; with CI set, that is a failure.
set -eu
cd "$(dirname "$0")/.."
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then
    exit 0
fi
echo "debrief: installing Chromium from Debian's packages for the browser tests" >&2
if scripts/apt_install.sh chromium; then
    exit 0
fi
echo "debrief: Chromium could not be installed here; the browser tests will be skipped" >&2
[ -z "${CI:-}" ]
