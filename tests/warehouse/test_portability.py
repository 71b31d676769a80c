"""Every view but scope is one text for two engines: a Spark-compatible one gives the rows that DuckDB gives."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyarrow import parquet
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse.connect import Scope, fetch, open_version, set_scope
from pipeline.warehouse.export import to_csv
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.second_reader_sheet import NO_THEME, REFRAMING, SheetOptions
from pipeline.warehouse.second_reading import give_out, take_in
from pipeline.warehouse.views import Relation, relations
from pipeline.workspace import open_workspace

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

VIEWS = [relation for relation in relations() if not relation.is_table and relation.name != "scope"]

SCOPES = {
    "everything": Scope(),
    "one seeker's spring by one source": Scope(seeker="Ana", source="LinkedIn", wait_days=30),
}

SCOPE = """
    select
        cast({seeker} as string) as seeker,
        cast(null as date) as from_date,
        cast(null as date) as to_date,
        cast({source} as string) as source,
        date '{as_of_date}' as as_of_date,
        {as_of_day} as as_of_day,
        {wait_days} as wait_days
"""
"""The one relation that each engine has its own of, as a deployment without session variables would write it."""


CLIENTS = """\
Client,Company,Role,Stage,Asked On,Asked How,Answered On,What They Said
Cleo,Fern,Cook,First interview,2026-03-01,phone,2026-03-02,You lacked confidence
Cleo,Moss,Cook,Screening,2026-03-05,email,,
Dan,Oak,Cook,First interview,2026-03-01,phone,,
Eve,Elm,Cook,Offer,2026-04-01,email,2026-04-09,Well prepared
Eve,Ash,Cook,Screening,2026-04-01,phone,2026-04-03,Too quiet
Fay,Yew,Cook,Final interview,2026-04-11,letter,,
"""
"""A coach's log of more clients."""


def second_sheet(version: Path) -> bytes:
    """A sheet whose reader names one theme or none in every text, and writes beside some."""
    sheet = give_out(version, SheetOptions()).rows
    place = pl.int_range(pl.len())
    filled = sheet.with_columns(
        pl.when(place % 2 == 0).then(pl.lit("Communication")).otherwise(pl.lit(NO_THEME)).alias("Theme 1"),
        pl.when(place % 4 == 0)
        .then(pl.lit("Concern"))
        .when(place % 4 == 2)
        .then(pl.lit("Strength"))
        .alias("Meant as 1"),
        pl.when(place % 5 == 0).then(pl.lit("One story fewer.")).alias(REFRAMING),
    )
    return to_csv(filled)


@pytest.fixture(scope="module")
def warehouse(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    workspace = open_workspace(shutil.copytree(sample_home, tmp_path_factory.mktemp("portability") / "home"))
    # with the samples' two, enough people for the figures of a caseload
    import_file(Incoming(CLIENTS.encode(), "clients.csv", ReadingOptions()), workspace)
    take_in(workspace, second_sheet(ensure_built(workspace)), "second.csv", "Dana")
    with open_version(ensure_built(workspace)) as connection:
        yield connection


@pytest.fixture(scope="module")
def spark(warehouse: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session over the samples' tables, written as Parquet."""
    folder = tmp_path_factory.mktemp("parquet")
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    with pytest.MonkeyPatch.context() as patch:
        # the client looks for a Spark of its own when it is loaded, and ends the process where it finds none
        patch.setenv("SPARK_HOME", str(folder))
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    for table in relations():
        if table.is_table:
            path = folder / f"{table.name}.parquet"
            fetch(warehouse, f"from {table.name}").write_parquet(path)
            session.read.parquet(str(path)).createOrReplaceTempView(table.name)
    yield session
    session.stop()
    server.stop()


@pytest.mark.parametrize(
    "scope",
    [
        pytest.param(scope, id=name, marks=[pytest.mark.thorough] if scope != Scope() else [])
        for name, scope in SCOPES.items()
    ],
)
def test_every_view_gives_the_same_rows_on_another_engine(
    warehouse: duckdb.DuckDBPyConnection, spark: SparkSession, scope: Scope, tmp_path: Path
) -> None:
    """Each over the rows that the views before it gave there; all in one, the last takes longer than the rest."""
    with warehouse.cursor() as cursor:
        set_scope(cursor, scope)
        (settings,) = cursor.sql("from scope").pl().to_dicts()
        quoted = {
            name: f"'{value}'" if value else "null" for name, value in settings.items() if name in Scope().__dict__
        }
        own = SCOPE.format(**{**settings, "seeker": quoted["seeker"], "source": quoted["source"]})
        spark.sql(own).createOrReplaceTempView("scope")
        for view in VIEWS:
            given = spark.sql(view.sql).toArrow()
            theirs = [tuple(row.values()) for row in given.to_pylist()]
            ours = cursor.execute(f"select * from {view.name}").fetchall()
            assert _differences(view, ours, theirs) == []
            path = tmp_path / f"{view.name}.parquet"
            parquet.write_table(given, path)
            spark.read.parquet(str(path)).createOrReplaceTempView(view.name)


def _differences(view: Relation, ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> list[str]:
    if len(ours) != len(theirs):
        return [f"{view.name}: {len(ours)} rows here, {len(theirs)} there"]
    pairs = zip(sorted(ours, key=_place), sorted(theirs, key=_place), strict=True)
    return [f"{view.name}: {one}\nis not\n{other}" for one, other in pairs if not all(map(_same, one, other))]


def _place(row: tuple[object, ...]) -> str:
    return repr([f"{value:.6g}" if isinstance(value, float) else str(value) for value in row])


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def test_the_samples_give_every_view_something_to_compare(warehouse: duckdb.DuckDBPyConnection) -> None:
    empty = [view.name for view in VIEWS if not warehouse.execute(f"select 1 from {view.name} limit 1").fetchall()]
    assert empty == ["merged_applications"]  # the samples keep each application in one tracker
