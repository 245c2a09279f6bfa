"""The inbox of our own people: what waits for you, and what you were told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from srm.accounts.doors import staff_only
from srm.notifications.models import Notice
from srm.notifications.services import mark_all_read, mark_read
from srm.notifications.views.page import inbox_context
from srm.notifications.views.settings import answer_preferences
from srm.reading import one_reading


@require_safe
@staff_only
@one_reading()
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the reader by day, and his notices, newest first."""
    context = inbox_context(request)
    template = "notifications/inbox/list.html" if request.htmx else "notifications/inbox/page.html"
    return render(request, template, context)


@require_safe
@staff_only
def open_notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to what a notice is about; it counts as read."""
    notice = get_object_or_404(Notice.objects.inbox_of(request.user), public_id=public_id)
    mark_read(notice=notice, by=request.user)
    return redirect(notice.url or "notifications:inbox")


@require_POST
@staff_only
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    mark_all_read(by=request.user)
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def preferences(request: HttpRequest) -> HttpResponse:
    """How the reader wants to hear of what."""
    return answer_preferences(request, "notifications:inbox-settings", _("What you want to hear of, and how"))
