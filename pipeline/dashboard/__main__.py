"""Streamlit's own command, ended by Ctrl-C without a word: `debrief dashboard` says that it has stopped."""

import signal
import sys

from streamlit.web import cli

if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    cli.main(sys.argv[1:], prog_name="streamlit")
