"""An invented tracker of any size, the same on every run."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

_STATUSES = ["Applied"] * 6 + ["Rejected"] * 5 + ["Phone screen", "First interview", "Offer", "Ghosted", "Withdrawn"]
_SOURCES = ["LinkedIn", "Indeed", "Referral", "Company site", "Recruiter"]
_CHANNELS = ["Phone", "Email", "LinkedIn message", "Video call"]
_TEXTS = [
    "You came across well but we went with an internal candidate.",
    "Your enthusiasm came through in the second interview, not in the first.",
    "We felt you had not researched the company beyond the website.",
    "Strong technical answers, but the examples were rather vague.",
    "We do not give individual feedback.",
]
_APPLICATION_HEADERS = (
    "Company",
    "Role",
    "Location",
    "Source",
    "Contact",
    "Link",
    "Salary",
    "Date Applied",
    "Status",
    "First Interview",
    "Closed",
    "Notes",
)
_FIRST_DAY = date(2025, 1, 1)


def write_applications(path: Path, rows: int, seed: int = 7) -> None:
    """Write a CSV of ``rows`` applications with twelve columns and a regular header."""
    chance = random.Random(seed)  # noqa: S311  # the same rows on every run are the point
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_APPLICATION_HEADERS)
        for number in range(rows):
            applied = _FIRST_DAY + timedelta(days=chance.randrange(600))
            status = chance.choice(_STATUSES)
            closed = (applied + timedelta(days=chance.randrange(3, 60))).isoformat()
            writer.writerow(
                [
                    f"Company {chance.randrange(rows // 3 + 1)}",
                    f"Role {chance.randrange(200)}",
                    f"City {chance.randrange(80)}",
                    chance.choice(_SOURCES),
                    f"Person {chance.randrange(5000)}" if chance.random() < 0.3 else "",
                    f"https://jobs.example/{number}",
                    f"{chance.randrange(30, 120)},000" if chance.random() < 0.5 else "",
                    applied.isoformat(),
                    status,
                    (applied + timedelta(days=9)).isoformat() if "interview" in status else "",
                    closed if status in ("Rejected", "Withdrawn") else "",
                    "Spoke to them, they will call back" if chance.random() < 0.2 else "",
                ]
            )


def write_feedback(path: Path, rows: int, companies: int, seed: int = 8) -> None:
    """Write a CSV of ``rows`` feedback entries about companies numbered below ``companies``."""
    chance = random.Random(seed)  # noqa: S311  # the same rows on every run are the point
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Company", "Stage", "Asked On", "Asked How", "Answered On", "What They Said"])
        for _ in range(rows):
            asked = _FIRST_DAY + timedelta(days=chance.randrange(600))
            is_answered = chance.random() < 0.4
            answered = asked + timedelta(days=chance.randrange(0, 20))
            writer.writerow(
                [
                    f"Company {chance.randrange(companies)}",
                    chance.choice(["Phone screen", "First interview", "Second interview"]),
                    asked.isoformat(),
                    chance.choice(_CHANNELS),
                    answered.isoformat() if is_answered else "",
                    chance.choice(_TEXTS) if is_answered else "",
                ]
            )
