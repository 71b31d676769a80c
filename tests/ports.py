"""A port for a server under test."""

import socket

from pipeline.serving import HOST


def unused_port() -> int:
    """A port of the system's choice: tests run side by side, and each would find the same first free one."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
