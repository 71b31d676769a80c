"""A published figure says whom it asked and what it is out of, and belongs to a view that is there."""

from pipeline.insight.references import figures_beside, reference_figures
from pipeline.warehouse.views import relations


def test_every_figure_can_be_traced_and_read() -> None:
    views = {relation.name for relation in relations()}
    for figure in reference_figures():
        assert figure.view in views
        assert figure.address.startswith(("https://", "http://"))
        assert 2010 <= figure.year <= 2026
        assert "ours" in figure.denominator or figure.is_same_denominator
        assert all(str(part) in figure.told for part in (figure.statement, figure.source, figure.year, figure.asked))


def test_figures_are_found_by_their_view() -> None:
    assert figures_beside("feedback_response_rates")
    assert figures_beside("no such view") == ()
