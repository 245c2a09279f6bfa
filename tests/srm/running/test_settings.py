import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from srm import storage

ROOT = Path(__file__).resolve().parents[3]


def load_settings(**env):
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-c", "import srm.settings"],
        env=kept | {"PYTHONPATH": str(ROOT)} | env, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip


def test_production_refuses_the_demos_key():
    refused = load_settings(SRM_PRODUCTION="1")

    assert "SECRET_KEY" in refused.stderr.splitlines()[-1]
    assert refused.returncode == 1


def test_production_starts_with_a_key_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("k" * 64)

    assert load_settings(SRM_PRODUCTION="1", SECRET_KEY_FILE=str(secret)).returncode == 0


def test_files_may_live_in_an_s3_store():
    made = storage.from_url("s3://key:s%2Fcret@minio.example:9000/files?region=eu&tls=0")["OPTIONS"]

    assert (made["bucket_name"], made["secret_key"], made["endpoint_url"], made["region_name"]) == (
        "files", "s/cret", "http://minio.example:9000", "eu",
    )  # fmt: skip


def test_another_kind_of_store_is_refused():
    with pytest.raises(ImproperlyConfigured):
        storage.from_url("ftp://example/files")
