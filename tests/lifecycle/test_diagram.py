from pathlib import Path

from django.conf import settings

from procurement.states import REQUISITION
from srm.lifecycle.diagram import diagram, text
from srm.lifecycle.tables import REGISTRY


def test_the_committed_page_says_what_the_tables_say():
    page = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"

    assert page.read_text(encoding="utf-8") == text(), "Run `make lifecycles` and commit docs/lifecycles.md."


def test_every_move_is_an_arrow():
    drawn = diagram(REQUISITION).splitlines()

    arrows = {f"    {source} --> {m.target}: {m.verb}" for m in REQUISITION.moves for source in m.sources}
    assert arrows <= set(drawn)
    assert drawn[:2] == ["stateDiagram-v2", "    [*] --> draft"]


def test_every_noun_with_a_status_table_has_its_picture():
    assert [line[3:] for line in text().splitlines() if line.startswith("## ")] == sorted(REGISTRY)
