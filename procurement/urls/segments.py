"""Portfolio, categories, strategies, supply plans, cycles."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
