"""Spreadsheets as rows of cells, whatever they came as."""

from srm.imports.sheets.csv_source import csv_rows
from srm.imports.sheets.source import MAX_COLUMNS, Formula, SheetError, SheetRow
from srm.imports.sheets.xlsx_source import xlsx_rows

SOURCES = {"csv": csv_rows, "xlsx": xlsx_rows}

__all__ = ["MAX_COLUMNS", "SOURCES", "Formula", "SheetError", "SheetRow"]
