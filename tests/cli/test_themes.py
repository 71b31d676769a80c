"""The commands about themes: what they say, what they change, and that a file needs no workspace."""

import json
from pathlib import Path

import click
import polars as pl
import pytest

from pipeline.cli import run
from pipeline.resources import resource
from pipeline.themes.codebook import parse_codebook
from pipeline.themes.editing import teach
from pipeline.workspace import open_workspace
from tests.test_cli import Shell

LOG = (
    "Company,Asked On,Asked How,Answered On,What They Said\n"
    "Moss,2026-01-20,Phone,2026-01-22,Your aura was off\n"
    "Fern,2026-01-21,Phone,2026-01-23,The aura was off\n"
)


@pytest.fixture
def shell(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(tmp_path / "home", capfdbinary)


def test_the_codebook_is_listed_with_how_well_it_was_measured(shell: Shell) -> None:
    code, out, err = shell("themes")
    assert code == 0
    assert "salary: Salary (partly). " in out.decode()
    assert "Of ten themes that a careful reader finds" in err
    listed = shell.json("themes", "--json")
    assert {theme["theme_id"] for theme in listed["themes"]} >= {"salary", "timing"}
    assert listed["taught"] == []


def test_a_text_is_tested_with_the_words_and_the_way_each_theme_was_found(shell: Shell) -> None:
    _, out, _ = shell("themes", "test", "You rambled. The aura was off.")
    assert out.decode() == (
        "Communication, concern: “rambled” (found by a phrase)\nno theme explains: “The aura was off”\n"
    )
    heard = shell.json("themes", "test", "You rambled", "--json")["mentions"]
    assert [(each["theme_id"], each["quote"], each["method"]) for each in heard] == [
        ("communication", "rambled", "codebook")
    ]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Es fehlte Ihnen an Begeisterung", "de", "read as German\n"),
        ("Te faltó entusiasmo", "es", "read as Spanish\n"),
        ("You lacked enthusiasm", "en", "read as English\n"),
    ],
)
def test_a_text_is_tested_in_its_own_language_which_is_said(
    shell: Shell, text: str, language: str, said: str
) -> None:
    code, out, err = shell("themes", "test", text)
    assert (code, err) == (0, said)
    assert out.decode().startswith("Enthusiasm, concern: “")
    assert shell.json("themes", "test", text, "--json")["language"] == language


def test_a_text_in_a_language_that_cannot_be_read_is_not_said_to_be_without_a_theme(shell: Shell) -> None:
    code, out, err = shell("themes", "test", "Vous avez manqué d'exemples concrets pendant l'entretien")
    assert (code, out) == (0, b"")
    assert (
        err == "this is in a language that Debrief cannot read yet; those it reads are English, German and Spanish\n"
    )


def test_what_is_taught_is_heard_until_it_is_undone(shell: Shell) -> None:
    assert shell("themes", "teach", "aura was off", "--theme", "culture_fit")[::2] == (
        0,
        "taught “aura was off”: Team and culture fit, concern\n",
    )
    assert b"taught by you" in shell("themes", "test", "Your aura was off")[1]
    assert "taught: “aura was off” is culture_fit, concern".encode() in shell("themes")[1]
    assert shell("themes", "undo")[::2] == (0, "undone: taught “aura was off”: Team and culture fit, concern\n")
    assert b"no theme explains" in shell("themes", "test", "Your aura was off")[1]
    assert shell("themes", "undo")[0] == 1


def test_a_theme_that_is_not_there_is_refused_with_the_nearest(shell: Shell) -> None:
    code, _, err = shell("themes", "teach", "x", "--theme", "salery")
    assert code == 1
    assert 'Did you mean "salary"?' in err


def test_what_employers_repeat_is_suggested(shell: Shell, tmp_path: Path) -> None:
    assert b"nothing" in shell("themes", "discover")[1]
    path = tmp_path / "asks.csv"
    path.write_text(LOG)
    shell("import", str(path))
    assert shell("themes", "discover")[1].startswith(b"aura: 2 employers, 2 texts")
    assert shell.json("themes", "discover", "--json")[0]["quotes"][0]["company"] == "Fern"


def test_an_edit_is_checked_and_a_broken_one_kept_as_a_draft(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    text = open_workspace(shell.home).codebook.read_text(encoding="utf-8")
    edits = iter([None, teach(text, "aura", "culture_fit", "concern"), "[[themes]\n"])
    monkeypatch.setattr(click, "edit", lambda *_, **__: next(edits))
    assert shell("themes", "edit")[::2] == (0, "nothing was saved, so nothing changed\n")
    assert "taught “aura”" in shell("themes", "edit")[2]
    code, _, err = shell("themes", "edit")
    assert code == 1
    assert "(at line 1, column 9)" in err
    assert (shell.home / "codebook-draft.toml").read_text() == "[[themes]\n"
    assert "taught: “aura”".encode() in shell("themes")[1]


def test_another_codebook_is_used_instead(shell: Shell, tmp_path: Path) -> None:
    text = open_workspace(shell.home).codebook.read_text(encoding="utf-8")
    path = tmp_path / "coach.toml"
    path.write_text(teach(text, "aura", "culture_fit", "concern"), encoding="utf-8")
    assert "taught “aura”" in shell("themes", "edit", "--import", str(path))[2]


def test_the_codebook_is_written_whole_or_as_changes_and_both_are_taken_back(shell: Shell, tmp_path: Path) -> None:
    shell("themes", "teach", "aura was off", "--theme", "culture_fit")
    whole, changes = tmp_path / "whole.toml", tmp_path / "changes.toml"
    assert shell("themes", "export", "-o", str(whole))[0] == 0
    code, out, _ = shell("themes", "export", "--changes")
    assert (code, out) == (0, open_workspace(shell.home).codebook.read_bytes())
    changes.write_bytes(out)
    assert parse_codebook(whole.read_text(encoding="utf-8"), "whole") == parse_codebook(out.decode(), "changes")
    assert "a whole codebook from now on" in shell("themes", "edit", "--import", str(whole))[2]
    assert open_workspace(shell.home).codebook.read_bytes() == whole.read_bytes()
    assert shell("themes", "export")[1] == whole.read_bytes()
    assert shell("themes", "export", "--changes")[1] == out
    assert "follows the built-in codebook" in shell("themes", "edit", "--import", str(changes))[2]
    assert open_workspace(shell.home).codebook.read_bytes() == out


def test_a_whole_codebook_follows_the_built_in_one_on_request(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "coach.toml"
    path.write_bytes(resource("data", "codebook.toml").read_bytes())
    shell("themes", "edit", "--import", str(path))
    assert "follows the built-in codebook from now on" in shell("themes", "follow")[2]
    assert shell("themes", "follow")[::2] == (0, "nothing changed\n")


def test_where_a_built_in_phrase_is_left_out_the_list_says_so(shell: Shell) -> None:
    own = '\n[[themes]]\nid = "salary"\nconcerns = ["rambl*"]\n'
    with open_workspace(shell.home).codebook.open("a", encoding="utf-8") as file:
        file.write(own)
    assert "“rambl*” of Communication is left out: “rambl*” belongs to Salary." in shell("themes")[2]


def test_a_file_is_annotated_without_a_workspace(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text('Who,Feedback\nA,"You rambled; the aura was off"\nB,\nC,We loved your energy\n')
    home = tmp_path / "home"
    assert run(["--home", str(home), "themes", "annotate", str(path), "--text", "Feedback", "-o", str(out)]) == 0
    assert not home.exists()
    rows = pl.read_csv(out).select("row", "theme_id", "polarity", "quote", "method").rows()
    assert rows == [
        (2, "communication", "concern", "rambled", "codebook"),
        (2, None, None, "the aura was off", "unexplained"),
        (4, "enthusiasm", "strength", "loved your energy", "codebook"),
    ]
    assert "2 texts, 2 with a theme, 1 with something that no theme explains" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--text", "Feedbak", "-o", "out.csv"), 'Did you mean "Feedback"?'),
        (("--text", "Feedback", "-o", "out.exe"), "results of this kind are not written"),
        (("--text", "Feedback", "-o", "in.csv"), "this would overwrite the texts"),
    ],
)
def test_a_slip_in_annotating_a_file_is_explained(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("Feedback\nx\n")
    assert run(["themes", "annotate", "in.csv", *arguments]) != 0
    assert says in capfd.readouterr().err
    assert Path("in.csv").read_text() == "Feedback\nx\n"


def test_the_annotated_file_can_be_json(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.json"
    path.write_text("Feedback\nYou rambled\n")
    assert run(["themes", "annotate", str(path), "--text", "Feedback", "-o", str(out)]) == 0
    assert [row["quote"] for row in json.loads(out.read_text())] == ["rambled"]


def test_a_second_reader_is_given_the_texts_and_read_back_in(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_text(LOG, encoding="utf-8")
    shell("import", str(tmp_path / "asks.csv"))
    sheet = tmp_path / "texts.csv"
    code, out, err = shell("themes", "second-reader", "-o", str(sheet), "--anonymise")
    assert (code, out) == (0, b"")
    assert "2 texts; nothing of your own coding is in it" in err
    assert "look through it for other names" in err
    assert 'No theme,"The text was read' in (tmp_path / "texts-themes.csv").read_text(encoding="utf-8")
    rows = pl.read_csv(sheet, infer_schema=False)
    assert "Company" not in rows.columns
    rows.with_columns(pl.lit("Confidence and presence").alias("Theme 1")).write_csv(sheet)
    code, out, err = shell("themes", "second-reader", "--read", str(sheet), "--reader", "Dana")
    assert code == 0
    assert "2 texts coded, 0 of them with no theme" in err
    assert "2 themes named without how it is meant: left out there" in err
    assert out.decode().startswith("Dana, every theme together: the same in ")
    agreement = shell.json("themes", "second-reader", "--json")
    assert agreement["agreement"][0]["verdict"] == "too few texts to say"
    assert {row["state"] for row in agreement["differences"]} == {"open"}
    assert shell("themes", "second-reader", "--undo")[::2] == (0, "the newest reading is taken back\n")
    assert shell("themes", "second-reader")[1] == b"nobody has read your texts a second time yet\n"
    assert shell("themes", "second-reader", "-o", str(sheet), "--undo")[0] == 2
    assert shell("themes", "second-reader", "-o", "texts.pdf")[0] == 2


def test_forgetting_a_tracker_says_what_goes_with_it(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_text(LOG, encoding="utf-8")
    shell("import", str(tmp_path / "asks.csv"))
    shell("themes", "teach", "aura was off", "--theme", "culture_fit")
    _, _, err = shell("forget", "asks", "--yes")
    assert "no longer taught, since only its texts had the words: “aura was off”" in err
    assert b"taught:" not in shell("themes")[1]


def test_what_a_text_could_mean_for_next_time_is_written_shown_and_taken_out(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_text(LOG, encoding="utf-8")
    shell("import", str(tmp_path / "asks.csv"))
    code, out, err = shell("themes", "reframe")
    assert (code, out) == (0, b"")
    assert 'debrief themes reframe COMPANY --add "WORDS"' in err
    assert shell("themes", "reframe", "moss", "--add", "Smile on arrival.")[::2] == (
        0,
        "what it could mean for next time is kept\n",
    )
    assert shell("themes", "reframe", "Moss", "--add", "Smile on arrival.")[2] == "nothing changed\n"
    shown = shell("themes", "reframe")[1].decode()
    assert "Moss, 2026-01-22" in shown
    assert "    said: “Your aura was off”\n    for next time: Smile on arrival. (you, 20" in shown
    assert "Fern" not in shown
    moss, fern = sorted(
        shell.json("themes", "reframe", "--all", "--json"), key=lambda text: text["company"] == "Fern"
    )
    assert [each["reframing"] for each in moss["reframings"]] == ["Smile on arrival."]
    assert (moss["feedback_text"], fern["reframings"]) == ("Your aura was off", [])
    assert (
        shell("themes", "reframe", moss["feedback_id"], "--remove")[2]
        == "what it could mean for next time is taken out\n"
    )
    assert shell.json("themes", "reframe", "--json") == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--add", "Breathe."), 2, "Which text is it about?"),
        (("Moss", "--add", " "), 2, "There are no words to keep."),
        (("Moss", "--add", "Breathe.", "--remove"), 2, "One thing at a time"),
        (("Mos", "--add", "Breathe."), 1, 'Did you mean "Moss"?'),
        (("Fern", "--add", "Breathe."), 1, "“Fern”: 2 texts are from there."),
    ],
)
def test_a_slip_in_writing_for_next_time_is_explained(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "asks.csv").write_text(LOG + "Fern,2026-02-21,Phone,2026-02-23,You rambled\n", encoding="utf-8")
    shell("import", str(tmp_path / "asks.csv"))
    refused, _, err = shell("themes", "reframe", *arguments)
    assert refused == code
    assert says in err
    assert shell.json("themes", "reframe", "--json") == []
