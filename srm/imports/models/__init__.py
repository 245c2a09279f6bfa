from srm.imports.models.mapping import ColumnMapping
from srm.imports.models.run import ImportRun

__all__ = ["ColumnMapping", "ImportRun"]
