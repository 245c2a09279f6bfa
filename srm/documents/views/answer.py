"""What both doors answer to adding and removing a file: the list again for htmx, a redirect without it."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from srm.documents.forms import AttachmentForm
from srm.documents.models import Attachment
from srm.documents.queries import files_of
from srm.documents.services import attach_file, remove_attachment
from srm.errors import Invalid
from srm.subjects import find_subject, subject_url


def answer_attach(request: HttpRequest, subject: models.Model) -> HttpResponse:
    """Add the sent file; a refusal comes back at the field with 422."""
    block = files_of(subject, request.user)
    form = AttachmentForm(request.POST, request.FILES, shared=block.may_share)
    if form.is_valid():
        try:
            given = form.cleaned_data
            audience = given.get("audience") or "internal"
            attach_file(subject=subject, upload=given["file"], by=request.user, audience=audience)
            return _shown(request, subject, AttachmentForm(shared=block.may_share))
        except Invalid as error:
            for messages in error.errors.values():
                form.add_error("file", messages)
    return _shown(request, subject, form)


def answer_remove(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Remove the file and show the others."""
    subject = find_subject(attachment.subject_type, attachment.subject_id)
    remove_attachment(attachment=attachment, by=request.user)
    return _shown(request, subject, AttachmentForm(shared=files_of(subject, request.user).may_share))


def _shown(request: HttpRequest, subject: models.Model, form: AttachmentForm) -> HttpResponse:
    back = _next(request) or subject_url(subject, request.user) or "/"
    if not form.errors and not request.htmx:
        return redirect(back)
    context = {"listing": files_of(subject, request.user), "form": form, "next": back, "subject": subject}
    template = "documents/parts/files.html" if request.htmx else "documents/pages/files.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours else ""
