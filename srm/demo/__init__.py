"""The example company: made by the product's own models and services, the same on every machine."""
