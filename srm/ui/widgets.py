"""Form widgets that stay quick where Django's own render a template for each choice."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """A select with many choices: the same markup as Django's, without a template for each of them. No groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((key if key is not None else "", _selected(key, chosen), label) for key, label in self.choices),
        )  # fmt: skip
        built = self.build_attrs(self.attrs, attrs)
        said = {k: k if v is True else v for k, v in built.items() if v is not False and v is not None}
        given = format_html_join("", ' {}="{}"', said.items())
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


def _selected(key: Any, chosen: set[str]) -> SafeString:
    return SafeString(" selected" if str(key if key is not None else "") in chosen else "")
