"""What every page is built of: layouts, components, registries, view bases."""
