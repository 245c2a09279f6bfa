"""S28: the production settings pass Django's own check, and demo secrets do not start at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SRM_PRODUCTION": "1", "SECRET_KEY": "k" * 25 + "-AbC123_" * 5, "ALLOWED_HOSTS": "srm.example",
    "DATABASE_URL": "postgres://srm@127.0.0.1/srm", "SITE_URL": "https://srm.example",
    "DJANGO_SETTINGS_MODULE": "srm.settings", "PYTHONPATH": str(ROOT),
}  # fmt: skip


def django_check(**changes):
    environment = {**{k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}, **PRODUCTION, **changes}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own command


def test_the_deployment_check_has_no_findings():
    result = django_check()

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("secret", ["", "short", "demo-only-not-a-secret-srm-refuses-it-in-production"])
def test_production_does_not_start_with_a_demo_secret(secret):
    result = django_check(SECRET_KEY=secret)

    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr
