"""`srm bench import-rows`: memory of a process that reads 10,000 rows of 33 columns from an XLSX."""

import io
import resource
import subprocess
import sys
import time
from typing import Any

ROWS, COLUMNS, LIMIT_MIB = 10_000, 33, 300


def run() -> dict[str, Any]:
    """Read in a fresh process, so that its peak is the reading's own."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "bench.import_rows"], capture_output=True, text=True, check=True)
    rows, mib = (int(word) for word in done.stdout.split())
    return {
        "name": "import-rows", "figure": mib, "unit": "MiB", "limit": LIMIT_MIB, "ratio": None,
        "reach": f"{rows} rows × {COLUMNS} columns", "holds": rows == ROWS and mib <= LIMIT_MIB,
        "runs": {"seconds": round(time.monotonic() - began, 1)},
    }  # fmt: skip


def _workbook() -> io.BytesIO:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(ROWS):
            sheet.write_row(row, 0, [f"cell {row} {column} with some words" for column in range(COLUMNS)])
    return buffer


def _read() -> None:
    import django

    django.setup()
    from django.core.files.uploadedfile import UploadedFile

    from srm.documents.inspection import inspect_upload
    from srm.imports.sheets.xlsx_source import xlsx_rows

    file = _workbook()
    inspect_upload(UploadedFile(file, "rows.xlsx", size=len(file.getvalue())))
    kept = list(xlsx_rows(file))
    print(len(kept), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    _read()
