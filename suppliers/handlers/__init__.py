from suppliers.handlers import performance, supplier

__all__ = ["performance", "supplier"]
