"""Workbooks (Office Open XML, ECMA-376): read without formulas, macros or anything that grows, written as mere text."""

import io
import warnings

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from editorial.exchange import archives
from editorial.exchange.cells import LONGEST, TOO_LONG, UnreadableError, defused, spoken
from editorial.exchange.commas import MOST_ROWS

MOST_COLUMNS = 200
MOST_SHEETS = 40
DAMAGED = "This workbook cannot be read. Save it again as an Excel workbook (.xlsx), and try once more."


def read(data):
    """Return {title of a sheet: rows of text} of a workbook. Raises UnreadableError for what is none."""
    names = archives.opened(data).namelist()
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableError("This workbook carries macros. Save it as an Excel workbook (.xlsx) without them.")
    if not any(name.endswith("workbook.xml") for name in names):
        raise UnreadableError("This is not an Excel workbook. Save the table as .xlsx or .csv.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that nobody needs here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return {sheet.title: rows(sheet) for sheet in book.worksheets[:MOST_SHEETS]}
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a broken part of a workbook provokes
        raise UnreadableError(DAMAGED) from error


def rows(sheet):
    """Return the rows of a sheet as lists of text, without the empty ones at its end."""
    sheet.reset_dimensions()
    found, last = [], 0
    for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
        cells = [spoken(cell.value, getattr(cell, "number_format", "")) for cell in row]
        found.append(cells)
        last = len(found) if any(cells) else last
    if last > MOST_ROWS + 1:
        raise UnreadableError(f"A sheet has more than {MOST_ROWS:,} rows. Import it in parts.")
    return found[:last]


def written(tables):
    """Return tables, [(title, rows of text and numbers with the headings first)], as the bytes of a workbook."""
    book = Workbook(write_only=True)
    for title, table in tables:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(table):
            if number == 0:
                for place, heading in enumerate(row):
                    sheet.column_dimensions[letter(place)].width = max(12, min(40, len(str(heading)) + 4))
            sheet.append([cell(sheet, value, heading=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter(place):
    return chr(65 + place) if place < 26 else f"{chr(64 + place // 26)}{chr(65 + place % 26)}"


BOLD = Font(bold=True)
TOP = Alignment(vertical="top")


def cell(sheet, value, heading=False):
    """Return a cell: text stays text, whatever it looks like, and keeps its leading zeros."""
    if not isinstance(value, str):
        return value
    text = defused(value)
    made = WriteOnlyCell(sheet, "")
    made._value, made.data_type = (text if len(text) <= LONGEST else TOO_LONG), "s"
    made.number_format = "@"
    made.alignment = TOP
    if heading:
        made.font = BOLD
    return made
