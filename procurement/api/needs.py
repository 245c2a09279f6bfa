"""Requisitions, approvals, budgets, stock, bundles."""

from srm.api.routers import Router

router = Router()
