"""What procurement does when something has happened, one module per part of the stage."""

from procurement.handlers import measures, needs, segments

__all__ = ["measures", "needs", "segments"]
