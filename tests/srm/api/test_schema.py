import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema():
    out = io.StringIO()
    with translation.override("en"):
        call_command("spectacular", fail_on_warn=True, validate=True, stdout=out)
    return out.getvalue().strip()


def test_the_committed_openapi_document_is_the_present_one(schema):
    assert COMMITTED.read_text().strip() == schema, "Run `make openapi` and commit docs/openapi.yaml."


def test_every_post_takes_an_idempotency_key(schema):
    assert schema.count("\n    post:\n") == schema.count("name: Idempotency-Key")
