"""Writes the fingerprints of a codebook that was shipped as a whole copy, as an entry of data/shipped_codebooks.toml.

Usage: git show REVISION:data/codebook.toml | python scripts/print_codebook.py FIRST_SHIPPED_DAY
"""

import sys
import textwrap

from pipeline.themes.built_in import tables
from pipeline.themes.origins import prints_of

if __name__ == "__main__":
    prints = " ".join(sorted(prints_of(tables(sys.stdin.read()))))
    print(f"\n[[codebooks]]\nfrom = {sys.argv[1]}")
    print('prints = """\n' + textwrap.fill(prints, 118) + '\n"""')
