"""People in front of their browsers, whose pages must not complain."""

import pytest

from tests.browser.people import People


@pytest.fixture
def people(browser, live_server):
    known = People(browser, live_server.url)
    yield known
    known.close()
    assert known.complaints == []
