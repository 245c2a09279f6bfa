"""What the supervisor starts: web, worker and beat, each one command line."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from srm.supervisor.child import Child

PARTS = ("web", "worker", "beat")
CELERY = [sys.executable, "-m", "celery", "-A", "srm.celery"]


@dataclass(frozen=True)
class Plan:
    """How to run: which parts, where to listen, how many processes, where the logs go (None: our own output)."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    parts: tuple[str, ...] = PARTS
    web_processes: int = 1
    task_processes: int = 2
    logs: Path | None = None

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def children(plan: Plan) -> list[Child]:
    """Return the processes of a plan, not yet started."""
    made = {"web": _web, "worker": _worker, "beat": _beat}
    return [made[part](plan) for part in plan.parts]


def environment(plan: Plan) -> dict[str, str]:
    """Return what every process of a plan finds in its environment beside our own."""
    return {
        "DJANGO_SETTINGS_MODULE": "srm.settings",
        "PYTHONUNBUFFERED": "1",
        "SRM_DATA_DIR": str(plan.data_dir),
        "SITE_URL": os.environ.get("SITE_URL") or plan.address,
    }


def _web(plan: Plan) -> Child:
    env = {"DATABASE_POOL": os.environ.get("DATABASE_POOL", "16")} | environment(plan)
    command = _uvicorn(plan) if plan.web_processes == 1 else _granian(plan)
    return Child("web", command, env, log=_log(plan, "web"))


def _uvicorn(plan: Plan) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", "srm.asgi:application", "--host", plan.host, "--port", str(plan.port),
        "--lifespan", "off", "--no-proxy-headers", "--no-server-header", "--timeout-graceful-shutdown", "3",
    ]  # fmt: skip


def _granian(plan: Plan) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", plan.host, "--port", str(plan.port),
        "--workers", str(plan.web_processes), "--respawn-failed-workers", "--workers-kill-timeout", "5",
        "srm.asgi:application",
    ]  # fmt: skip


def _worker(plan: Plan) -> Child:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # broadcasts pgmq would have to store
    command = [*CELERY, "worker", "--loglevel", "INFO", "--concurrency", str(plan.task_processes), *quiet]
    return Child("worker", command, environment(plan), log=_log(plan, "worker"), patience=20.0)


def _beat(plan: Plan) -> Child:
    command = [*CELERY, "beat", "--loglevel", "INFO", "--pidfile", ""]
    return Child("beat", command, environment(plan), log=_log(plan, "beat"))


def _log(plan: Plan, name: str) -> Path | None:
    return plan.logs / f"{name}.log" if plan.logs else None
