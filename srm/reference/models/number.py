from django.db import models


class NumberSeries(models.Model):
    """The last number given to a noun in a year (`RQ`, 2026); gaps are allowed, repeats are not."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="series_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:06}"
