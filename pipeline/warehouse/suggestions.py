"""What discovery suggests for a published version: its unexplained clauses against all that was said in it."""

from pathlib import Path

from pipeline.themes.codebook import Codebook
from pipeline.themes.discover import MOST_SUGGESTIONS, Suggestion, suggest_themes
from pipeline.warehouse.connect import EVERYTHING, Scope, fetch, open_version

_UNEXPLAINED = """
    select unexplained_clauses.clause, stg_feedback.company, stg_feedback.company_key, stg_feedback.feedback_id
    from unexplained_clauses
    inner join stg_feedback on unexplained_clauses.feedback_id = stg_feedback.feedback_id
    order by stg_feedback.feedback_date desc nulls last, stg_feedback.feedback_id, unexplained_clauses.clause_start
"""
_TEXTS = "select feedback_text from stg_feedback where feedback_text is not null"


def suggestions(
    version: Path, codebook: Codebook, scope: Scope = EVERYTHING, *, most: int = MOST_SUGGESTIONS
) -> tuple[Suggestion, ...]:
    """Phrases that two or more employers repeat in what no theme explains, within the scope."""
    with open_version(version) as connection:
        unexplained, texts = fetch(connection, _UNEXPLAINED, scope), fetch(connection, _TEXTS, scope)
    return suggest_themes(unexplained, texts["feedback_text"], codebook, most=most)
