"""Who is let in is written in one file, which is refused when it would let in others or give a secret away."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import run
from pipeline.errors import UsageError
from pipeline.serving import Place
from pipeline.sign_in import EXAMPLE, FILE_NAME, is_loopback, load_sign_in, require_sign_in

WHOLE = EXAMPLE.replace("32 random characters or more", "x" * 32)


def test_the_example_has_to_be_filled_in(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(EXAMPLE, encoding="utf-8")
    with pytest.raises(UsageError, match="cookie_secret is shorter"):
        load_sign_in(tmp_path)


def test_the_example_is_a_sign_in(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(WHOLE, encoding="utf-8")
    sign_in = load_sign_in(tmp_path)
    assert sign_in is not None
    assert (sign_in.people, sign_in.host) == (frozenset({"you@example.org"}), "debrief.example.org")


@pytest.mark.parametrize(
    ("email", "is_verified", "is_in"),
    [
        ("you@example.org", True, True),
        ("You@Example.org", None, True),
        ("you@example.org", False, False),
        ("other@example.org", True, False),
        ("you@example.org.evil.example", True, False),
        ("", True, False),
        (None, True, False),
        (["you@example.org"], True, False),
    ],
)
def test_only_a_listed_address_that_is_proved_gets_in(
    tmp_path: Path, email: object, is_verified: object, is_in: bool
) -> None:
    (tmp_path / FILE_NAME).write_text(WHOLE, encoding="utf-8")
    sign_in = load_sign_in(tmp_path)
    assert sign_in is not None
    assert sign_in.admits(email, is_verified=is_verified) == is_in


BROKEN = [
    pytest.param("", "people is not a list", id="empty"),
    pytest.param("people = [", "it cannot be read", id="no-toml"),
    pytest.param(WHOLE.replace('["you@example.org"]', "[]"), "people is not a list", id="nobody"),
    pytest.param(WHOLE.replace('["you@example.org"]', '["*"]'), "people is not a list", id="everybody"),
    pytest.param(WHOLE.partition("[auth]")[0], r"there is no \[auth\]", id="no-provider"),
    pytest.param(WHOLE.replace("client_secret", "clientsecret"), "client_secret is missing", id="no-secret"),
    pytest.param(WHOLE.replace("x" * 32, "short"), "shorter than 32", id="short-secret"),
    pytest.param(WHOLE.replace("https://debrief", "http://debrief"), "redirect_uri is not https", id="in-the-clear"),
    pytest.param(WHOLE.replace("https://provider", "http://provider"), "metadata_url is not https", id="provider"),
    pytest.param(WHOLE.replace("/oauth2callback", "/"), "does not end with", id="callback"),
]


@pytest.mark.parametrize(("text", "found"), BROKEN)
def test_a_sign_in_that_is_not_whole_is_refused(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=found):
        load_sign_in(tmp_path)


OTHERS_REACH = ["0.0.0.0", "::", "192.168.1.5", "debrief.example.org", "10.0.0.1", "127.0.0.1.nip.io"]  # noqa: S104


@pytest.mark.parametrize("host", OTHERS_REACH)
def test_an_address_that_others_reach_is_refused_without_a_sign_in(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], host: str
) -> None:
    assert run(["--home", str(tmp_path), "dashboard", "--no-browser", "--host", host]) == 2
    said = capfd.readouterr().err
    assert said.startswith(f"debrief: error: The dashboard is not served at {host}: others could reach it")
    assert "Traceback" not in said


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_needs_no_sign_in(tmp_path: Path, host: str) -> None:
    assert is_loopback(host)
    require_sign_in(host, None, tmp_path)


@given(st.ip_addresses())
def test_only_an_address_of_this_machine_is_one(address: object) -> None:
    assert is_loopback(str(address)) == bool(getattr(address, "is_loopback"))  # noqa: B009  # of either kind


def test_a_place_answers_to_its_own_names_only() -> None:
    assert Place().names == ("127.0.0.1", "localhost")
    assert Place("0.0.0.0", "debrief.example.org").names == ("127.0.0.1", "debrief.example.org", "localhost")  # noqa: S104
    assert Place("192.168.1.5", "debrief.example.org").names == ("192.168.1.5", "debrief.example.org")
    assert Place("::1").address(8501) == "http://[::1]:8501"
