from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from srm.accounts.states import Role
from srm.ui.gallery import gallery


@require_safe
@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with example data, for who builds pages: administrators, or anyone while developing."""
    if not (settings.DEBUG or request.user.has_role(Role.ADMIN)):
        raise Http404
    return render(request, "ui/styleguide/page.html", gallery())
