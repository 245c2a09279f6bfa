from contracts.handlers import flow, notices

__all__ = ["flow", "notices"]
