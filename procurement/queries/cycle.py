from procurement.models import Cycle


def current_cycle() -> Cycle | None:
    """Return the cycle that runs now (or is in review), the newest when two overlap."""
    return Cycle.objects.running().order_by("-starts_on").first()
