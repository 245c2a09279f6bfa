"""`srm bench import`: 10,000 requisition lines from an XLSX, against the time that openpyxl needs to read the file."""

import io
import time
from datetime import timedelta
from statistics import median
from typing import Any

ROWS, EACH, LIMIT, RUNS = 10_000, 25, 3.0, 3


def run() -> dict[str, Any]:
    """The ratio of the medians of three: confirming an import, and reading the same file with openpyxl alone."""
    from bench._large import large_company

    with large_company() as ground:
        file = workbook(ground)
        person = ground.requesters[ground.departments[0].pk]
        reads = [read(file) for _ in range(RUNS)]
        imports = [bring_in(file, person) for _ in range(RUNS)]
    reading, confirming = median(reads), median(done for _checked, done in imports)
    figure = confirming / reading
    return {
        "name": "import", "figure": round(figure, 2), "unit": "× the reading by openpyxl", "limit": LIMIT,
        "ratio": round(figure / LIMIT, 2), "reach": f"{ROWS} lines in {ROWS // EACH} requests; the check apart",
        "holds": figure <= LIMIT,
        "runs": {"openpyxl s": [round(s, 2) for s in reads], "check s": [round(c, 2) for c, _d in imports],
                 "import s": [round(d, 2) for _c, d in imports]},
    }  # fmt: skip


def workbook(ground: Any) -> bytes:
    """Return the file: as many rows as are measured, all of them right."""
    from procurement.forms.sheets.requisition import KIND
    from srm.clock import organisation_today
    from srm.imports.export import write_xlsx

    centre = next(iter(ground.centres.values()))
    needed = organisation_today() + timedelta(days=40)
    rows = [
        (f"Import {index // EACH + 1}", item.code, 1 + index % 30, item.unit.code, "", needed, ground.prices[item.pk],
         centre.code, ground.place.code, "Planned", "", "")
        for index in range(ROWS)
        for item in [ground.items[(index + index // EACH) % len(ground.items)]]
    ]  # fmt: skip
    buffer = io.BytesIO()
    write_xlsx(buffer, heads=[str(c.label) for c in KIND.columns], rows=rows, title="Requisitions")
    return buffer.getvalue()


def read(file: bytes) -> float:
    """Return the seconds that openpyxl needs to give every cell of the file."""
    import openpyxl

    began = time.perf_counter()
    book = openpyxl.load_workbook(io.BytesIO(file), read_only=True)
    count = sum(1 for row in book.active.iter_rows() if [cell.value for cell in row])
    book.close()
    if count != ROWS + 1:
        raise RuntimeError(f"openpyxl read {count} rows")
    return time.perf_counter() - began


def bring_in(file: bytes, person: Any) -> tuple[float, float]:
    """Return the seconds of the check and of the import itself, as a worker does them."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from srm.imports.services import confirm_import, match_columns, preview_import, upload_import

    run = upload_import(kind="requisitions", upload=SimpleUploadedFile("needs.xlsx", file), by=person)
    run = match_columns(run=run, mapping=run.mapping, by=person)
    began = time.perf_counter()
    run = preview_import(run=run, by=person, now=True)
    checked = time.perf_counter() - began
    began = time.perf_counter()
    run = confirm_import(run=run, by=person, now=True)
    if run.rows_good != ROWS or run.status != "applied":
        raise RuntimeError(f"{run.status}: {run.message or run.problems[:3]}")
    return checked, time.perf_counter() - began
