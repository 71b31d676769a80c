"""Who may sign in to a dashboard that others can reach: ``sign_in.toml`` in the home, read and checked."""

import importlib.util
import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import UsageError

FILE_NAME = "sign_in.toml"

EXAMPLE = """\
people = ["you@example.org"]

[auth]
redirect_uri = "https://debrief.example.org/oauth2callback"
cookie_secret = "32 random characters or more"
client_id = "what your identity provider calls this dashboard"
client_secret = "what it gave you"
server_metadata_url = "https://provider.example.org/.well-known/openid-configuration"
"""
"""What the file holds: the people by their e-mail addresses, the provider as Streamlit's ``st.login`` takes it."""

_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")

_SHORTEST_SECRET = 32


@dataclass(frozen=True)
class SignIn:
    """Who may sign in, and with which provider.

    Attributes:
        people: Their e-mail addresses, in small letters.
        auth: The settings of the provider, OpenID Connect.
    """

    people: frozenset[str]
    auth: Mapping[str, str]

    @property
    def host(self) -> str:
        """The name under which people reach the dashboard."""
        return urlsplit(self.auth["redirect_uri"]).hostname or ""

    def admits(self, email: object, *, is_verified: object = None) -> bool:
        """Whether someone with this address is let in; an address that the provider calls unproved is none."""
        return is_verified is not False and isinstance(email, str) and email.casefold() in self.people


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server at this address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_sign_in(home: Path) -> SignIn | None:
    """The sign-in that a home asks for, or None when it has no ``sign_in.toml``.

    Raises:
        UsageError: The file cannot be read, lacks something, or would let a secret travel in the clear.
    """
    path = home / FILE_NAME
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _unusable(path, f"it cannot be read: {error}") from error
    people, auth = table.get("people"), table.get("auth")
    if not isinstance(people, list) or not people or not all(isinstance(one, str) and "@" in one for one in people):
        raise _unusable(path, "people is not a list of e-mail addresses")
    if not isinstance(auth, dict):
        raise _unusable(path, "there is no [auth]")
    _check_auth(path, auth)
    return SignIn(frozenset(one.strip().casefold() for one in people), auth)


def require_sign_in(host: str, sign_in: SignIn | None, home: Path) -> None:
    """Refuse to serve others without a sign-in.

    Raises:
        UsageError: Others could reach the address, and nobody would have to sign in; or what signing in needs is
            not installed.
    """
    if sign_in is None and not is_loopback(host):
        raise UsageError(
            f"The dashboard is not served at {host}: others could reach it, and nobody has to sign in.",
            found=f"There is no {home / FILE_NAME}.",
            remedy="Leave --host out to serve this machine alone, or set up signing in: see docs/security.md.",
        )
    if sign_in is not None and importlib.util.find_spec("authlib") is None:
        raise UsageError(
            "Signing in needs a library that is not installed.",
            remedy='Install it: pip install "job-debrief[sign-in]"',
        )


def _check_auth(path: Path, auth: Mapping[str, Any]) -> None:
    for key in _KEYS:
        if not isinstance(auth.get(key), str) or not auth[key]:
            raise _unusable(path, f"{key} is missing under [auth]")
    if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
        raise _unusable(path, f"cookie_secret is shorter than {_SHORTEST_SECRET} characters")
    for key in ("redirect_uri", "server_metadata_url"):
        address = urlsplit(auth[key])
        if address.scheme != "https" and not is_loopback(address.hostname or ""):
            raise _unusable(path, f"{key} is not https, so what is secret would travel in the clear")
    if urlsplit(auth["redirect_uri"]).path != "/oauth2callback":
        raise _unusable(path, "redirect_uri does not end with /oauth2callback")


def _unusable(path: Path, found: str) -> UsageError:
    return UsageError(
        f"{path}: signing in is not set up as it has to be.", found=f"Found: {found}.", remedy="See docs/security.md."
    )
