"""Requisitions, approvals, budgets, stock, bundles."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
