"""What procurement does when something has happened, one module per part of the stage."""

from procurement.handlers import needs

__all__ = ["needs"]
