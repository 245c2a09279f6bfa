"""What a new installation brings along. Tests that commit empty every table after them, migrations' rows included."""

from importlib import import_module

from django.apps import apps

BRINGING_ROWS = (
    "procurement.migrations.0002_criteria",
    "procurement.migrations.0006_measured_criteria",
    "suppliers.migrations.0002_scorecard_criteria",
)


def a_new_installation() -> None:
    """Criteria of the matrix and of scorecards, and the first approval rule, as the migrations make them."""
    for name in BRINGING_ROWS:
        import_module(name).add(apps, None)
