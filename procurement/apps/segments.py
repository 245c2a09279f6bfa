def register() -> None:
    """Register navigation, search, tiles, subjects, texts, notices and imports of this part."""
