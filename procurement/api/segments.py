"""Portfolio, categories, strategies, supply plans, cycles."""

from srm.api.routers import Router

router = Router()
