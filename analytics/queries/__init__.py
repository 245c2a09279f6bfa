from analytics.queries.measures import measure_period

__all__ = ["measure_period"]
