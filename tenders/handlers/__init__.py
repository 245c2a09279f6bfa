from tenders.handlers import award, tender

__all__ = ["award", "tender"]
