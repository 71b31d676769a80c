"""What holds for every test."""

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C also where the shell that started the tests ignores it: what they start inherits that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
