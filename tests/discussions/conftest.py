from tests.documents.conftest import alice, company, stranger, supplier

__all__ = ["alice", "company", "stranger", "supplier"]
