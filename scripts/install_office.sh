#!/bin/sh
# Makes sure that LibreOffice Calc is there for the tests that open our workbooks in it. Where it can be neither found
# nor installed, these tests are skipped and say so; with CI set, that is a failure.
set -eu
cd "$(dirname "$0")/.."
if command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; then
    exit 0
fi
echo "debrief: installing LibreOffice Calc (about 90 MB) from Debian's packages for the tests of workbooks" >&2
if scripts/apt_install.sh libreoffice-calc; then
    exit 0
fi
echo "debrief: LibreOffice could not be installed here; the tests that open workbooks in it will be skipped" >&2
[ -z "${CI:-}" ]
