"""Is it alive, is it ready: for load balancers and for people who look after it."""

from collections.abc import Callable
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from srm import broker
from srm.clock import database_now
from srm.events.models import Delivery
from srm.refusals import RETRY_AFTER


class ProbeMiddleware:
    """Answer the probes before anything looks at the host or asks for HTTPS: they come by address, inside the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = self.probes.get(request.path)
        return probe(request) if probe else self.get_response(request)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether to send people here: database and schema decide, the task queue is only told (pages work without)."""
    try:
        state = _state()
    except Error:
        state = {"ready": False, "database": "away"}
    response = JsonResponse(state, status=200 if state["ready"] else 503)
    if not state["ready"]:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _state() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {
        "ready": missing == 0,
        "database": "reached",
        "migrations_missing": missing,
        "tasks": _tasks() if not missing else {},
    }


def _tasks() -> dict[str, Any]:
    now = database_now()
    waiting = Delivery.objects.filter(done_at=None)
    oldest = waiting.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    return {
        "broker": broker.state(),
        "deliveries_waiting": waiting.count(),
        "oldest_due_seconds": max(0, round((now - oldest).total_seconds())) if oldest else 0,
    }
