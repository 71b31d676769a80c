"""Files made to exhaust, mislead or reach around whoever opens them, each as bytes under the name it comes with."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/%s" Target="%s"/></Relationships>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOOK = (
    f'<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)

_HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Company</t></is></c></row>'

_LAUGHS = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom boom boom boom"}">' for n in range(12)
)  # each doubles tenfold: 10^11 booms


def workbook(rows: str, *, before: str = "", head: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """An XLSX of one sheet with these rows, and other files in it."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS % ("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS % ("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f"{before}<worksheet {_MAIN}>{head}<sheetData>{rows}</sheetData></worksheet>",
    }
    return zipped({**members, **(extra or {})})


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ods(table: str, before: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{table}</table:table></office:spreadsheet>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{before}<office:document-content {names}>{body}</office:body></office:document-content>",
        }
    )


def _lying_zip() -> bytes:
    """A sheet of 300 MB that its own directory declares as 100 bytes."""
    content = bytearray(workbook(" " * 300_000_000))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", content, place + 24, 100)
    return bytes(content)


def _overlapping_zip() -> bytes:
    """A thousand names for the same 20 MB."""
    one = zipped({"xl/worksheets/sheet1.xml": b"0" * 20_000_000})
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[start:end]
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1000, 1000, len(entry) * 1000, start, 0)
    return one[:start] + entry * 1000 + tail


def _cell(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _wide(columns: int) -> str:
    return '<row r="1">' + '<c t="inlineStr"><is><t>Company</t></is></c>' * columns + "</row>"


def _shared() -> bytes:
    """Two hundred thousand cells that share a text of two million characters."""
    strings = f"<sst {_MAIN}><si><t>{'x' * 2_000_000}</t></si></sst>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    return workbook(rows, extra={"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations})


_REPEATED = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>x</text:p>'

REFUSED: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "a workbook of nothing but blanks": lambda: ("bomb.xlsx", workbook(" " * 300_000_000)),
    "a file that says it is small": lambda: ("liar.xlsx", _lying_zip()),
    "one file under a thousand names": lambda: ("overlap.xlsx", _overlapping_zip()),
    "a zip of zips of zips": lambda: (
        "nested.zip",
        zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": b"Company\n" + b"x\n" * 1_000_000})})}),
    ),
    "a zip with an endless line": lambda: ("big.zip", zipped({"jobs.csv": b"Company\n" + b"x" * 300_000_000})),
    "a zip of twenty thousand files": lambda: (
        "many.zip",
        zipped({f"{n}.csv": b"Company\nx\n" for n in range(20_000)}),
    ),
    "entities in a sheet of ODS": lambda: (
        "laughs.ods",
        _ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>&e11;</text:p></table:table-cell>'
            "</table:table-row>",
            f"<?xml version='1.0'?><!DOCTYPE d [{_LAUGHS}]>",
        ),
    ),
    "a file of the machine as an entity of ODS": lambda: (
        "entity.ods",
        _ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>&e;</text:p></table:table-cell>'
            "</table:table-row>",
            "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        ),
    ),
    "16,384 columns": lambda: ("wide.xlsx", workbook(_wide(16_384))),
    "16,384 columns in a CSV": lambda: ("wide.csv", ",".join(["Company"] * 16_384).encode() + b"\n"),
    "one cell in the last corner": lambda: (
        "corner.xlsx",
        workbook(f'{_HEADER}<row r="1048576">{_cell("XFD1048576")}</row>'),
    ),
    "a row beyond all rows": lambda: (
        "beyond.xlsx",
        workbook(f'{_HEADER}<row r="99999999">{_cell("A99999999")}{_cell("ZZZ99999999")}</row>'),
    ),
    "a text that many cells share": lambda: ("shared.xlsx", _shared()),
    "one cell of ODS a thousand million times": lambda: (
        "repeated.ods",
        _ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            f"{_REPEATED.format(16384)}</table:table-cell></table:table-row>"
        ),
    ),
    "a million levels of XML in ODS": lambda: ("deep.ods", _ods("<text:p>" * 1_000_000)),
    "a tenth of a workbook": lambda: ("cut.xlsx", workbook(_HEADER * 1000)[:300]),
    "noise under a workbook's name": lambda: (
        "noise.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4000,
    ),
    "nothing but zeros": lambda: ("zeros.csv", b"\x00" * 50_000_000),
    "a program": lambda: ("jobs.csv", b"MZ" + b"\x90" * 1_000_000),
}
"""Each is refused with one line."""

READ: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "entities in a sheet of XLSX": lambda: (
        "laughs.xlsx",
        workbook(
            f'{_HEADER}<row r="2">{_cell("A2", "&e11;")}</row>',
            before=f"<?xml version='1.0'?><!DOCTYPE d [{_LAUGHS}]>",
        ),
    ),
    "a file of the machine as an entity of XLSX": lambda: (
        "entity.xlsx",
        workbook(
            f'{_HEADER}<row r="2">{_cell("A2", "&e;")}</row>',
            before="<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        ),
    ),
    "links to other workbooks": lambda: (
        "links.xlsx",
        workbook(
            f'{_HEADER}<row r="2"><c r="A2"><f>[1]S!A1</f><v>1</v></c><c r="B2"><f>WEBSERVICE("http://127.0.0.1:9")</f>'
            "<v>2</v></c></row>",
            extra={
                "xl/externalLinks/externalLink1.xml": (
                    f'<externalLink {_MAIN}><externalBook r:id="rId1"/></externalLink>'
                ),
                "xl/externalLinks/_rels/externalLink1.xml.rels": _RELATIONS
                % ("externalLinkPath", "http://127.0.0.1:9/x"),
                "xl/connections.xml": f'<connections {_MAIN}><connection><webPr url="http://127.0.0.1:9"/></connection>'
                "</connections>",
            },
        ),
    ),
    "paths out of the folder": lambda: (
        "paths.xlsx",
        workbook(
            f'{_HEADER}<row r="2">{_cell("A2")}</row>',
            extra={"../../../../tmp/debrief-was-here": b"x", "/tmp/debrief-was-here": b"x", "..\\..\\was-here": b"x"},  # noqa: S108  # what must not be written
        ),
    ),
    "a sheet that says it is full": lambda: (
        "dimension.xlsx",
        workbook(f'{_HEADER}<row r="2">{_cell("A2")}</row>', head='<dimension ref="A1:XFD1048576"/>'),
    ),
    "a quote that never ends": lambda: ("quote.csv", b'Company,Role\nAcme,"' + b"x,y\n" * 2_000_000),
    "one line of fifty million letters": lambda: ("line.csv", b"Company,Role\nAcme," + b"x" * 50_000_000),
}
"""Each may be read or refused; nothing is fetched, written elsewhere or unfolded for it."""
