"""``python -m pipeline`` is the command ``debrief``."""

from pipeline.cli import main

main()
