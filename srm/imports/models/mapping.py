from django.db import models
from django.db.models.functions import Now


class ColumnMapping(models.Model):
    """Which columns of a sheet with these heads were matched to which fields: proposed again next time."""

    kind = models.CharField(max_length=60)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="mapping_once_per_heads")]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"
