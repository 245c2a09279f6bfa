"""How forms look everywhere, and how a service's refusal lands at its fields."""

from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.forms.renderers import TemplatesSetting

from srm.errors import Invalid, SRMError

FormLike = forms.BaseForm | BaseFormSet


class Renderer(TemplatesSetting):
    """Labels above, help under the label, errors at the field: `{{ form }}` and `{{ form.name.as_field_group }}`."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/field.html"


class ReasonForm(forms.Form):
    """The reason asked for in a confirm dialog."""

    reason = forms.CharField(max_length=1000, strip=True)


def put_errors(form: FormLike, error: SRMError, *others: FormLike) -> None:
    """Show a service's refusal at the fields it names, what names none on top of the form."""
    if isinstance(error, Invalid):
        for path, messages in error.errors.items():
            for message in messages:
                _put(form, others, path, message)
    else:
        _put(form, others, error.field or "", error.message)


def _put(form: FormLike, others: tuple[FormLike, ...], path: str, message: Any) -> None:
    """Find the field of `name`, or of `lines.2.quantity` in a formset with the prefix `lines`."""
    parts = path.split(".")
    if len(parts) == 3 and parts[1].isdigit() and (row := _row(others, parts[0], int(parts[1]))):
        row.add_error(parts[2] if parts[2] in row.fields else None, message)
        return
    target = form if isinstance(form, forms.BaseForm) else None
    if target is not None:
        target.add_error(path if path in target.fields else None, message)
    else:
        form.non_form_errors().append(message)


def _row(formsets: tuple[FormLike, ...], prefix: str, index: int) -> forms.BaseForm | None:
    for formset in formsets:
        if isinstance(formset, BaseFormSet) and formset.prefix == prefix and index < len(formset.forms):
            return formset.forms[index]
    return None


def has_errors(*parts: FormLike) -> bool:
    """Tell whether any bound form or formset has something to say."""
    for part in parts:
        if isinstance(part, BaseFormSet):
            if part.is_bound and (any(part.errors) or part.non_form_errors()):
                return True
        elif part.errors:
            return True
    return False
