"""{% load ui %}: every tag and filter of the component library."""

from srm.ui.tags import blocks, parts, pictures, values
from srm.ui.tags.library import register

__all__ = ["blocks", "parts", "pictures", "register", "values"]
