from tenders.handlers import auction, award, tender

__all__ = ["auction", "award", "tender"]
