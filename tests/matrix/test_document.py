from tests.matrix import document


def test_the_committed_page_says_what_the_table_says():
    assert document.PATH.read_text() == document.text(), "Run `make permissions` and commit docs/permissions.md."
