from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from srm.imports.models import ImportRun
from srm.imports.registry import ImportKind
from srm.imports.sheets.heads import letter

DECIMALS = ((".", _("with a point: 1,234.50")), (",", _("with a comma: 1 234,50")))
DATES = (("day", _("day first: 31.12.2026")), ("month", _("month first: 12/31/2026")))


class UploadForm(forms.Form):
    """The spreadsheet. What is wrong with it is told by the service."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, help_text=_("XLSX or CSV."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.tsv,.txt"


class MappingForm(forms.Form):
    """Which column is which field, and how the sheet writes numbers and dates."""

    def __init__(self, *args: Any, run: ImportRun, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("– not in the file –")), *((str(i), _head(run, i)) for i in range(len(run.heads)))]
        for column in kind.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label, choices=choices, required=column.required, help_text=column.help,
                initial=str(run.mapping.get(column.name, "")),
            )  # fmt: skip
        self.columns = [column.name for column in kind.columns]
        first = "day" if run.options.get("day_first", True) else "month"
        self.fields["decimal_"] = forms.ChoiceField(
            label=_("Numbers are written"), choices=DECIMALS, initial=run.options.get("decimal", ".")
        )
        self.fields["dates_"] = forms.ChoiceField(label=_("Dates are written"), choices=DATES, initial=first)

    def mapping(self) -> dict[str, int]:
        """Return field name → column index of what was chosen."""
        chosen = {name: self.cleaned_data[name] for name in self.columns}
        return {name: int(index) for name, index in chosen.items() if index}

    def options(self) -> dict[str, Any]:
        """Return the sheet's formats as they were chosen."""
        return {"decimal": self.cleaned_data["decimal_"], "day_first": self.cleaned_data["dates_"] == "day"}


def _head(run: ImportRun, index: int) -> str:
    example = next((row[index] for row in run.sample if index < len(row) and row[index]), "")
    return f"{letter(index)}: {run.heads[index]}" + (f" ({example[:30]})" if example else "")
