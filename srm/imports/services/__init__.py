from srm.imports.services.apply import apply_import, cancel_import, confirm_import
from srm.imports.services.check import check_rows, preview_import
from srm.imports.services.correct import fix_cells, undo_import
from srm.imports.services.upload import match_columns, upload_import

__all__ = [
    "apply_import",
    "cancel_import",
    "check_rows",
    "confirm_import",
    "fix_cells",
    "match_columns",
    "preview_import",
    "undo_import",
    "upload_import",
]
