"""Sheets with more than one block of cells, for the tests of several tables and of cells beside one."""

from tests.ingest.reading import grid

BESIDE = grid(
    """
    Company | Role     | Date Applied | Status   | | Stage    | Count
    Acme    | Engineer | 2026-03-14   | Applied  | | Applied  | 12
    Bolt    | Designer | 2026-03-15   | Rejected | | Rejected | 4
            |          |              |          | | Offer    | 0
    """
)


SIDE_BY_SIDE = grid(
    """
    Applied |          |            | | Rejected |          |            |
    Company | Role     | Date       | | Company  | Role     | Date       | Notes
    Acme    | Engineer | 2026-03-14 | | Bolt     | Designer | 2026-03-15 |
            |          |            | | Corp     | Analyst  | 2026-03-16 | by mail
    """
)
