"""Who may open what: one row per route and method, as data, one file per app. See `table.py` for how to write rows."""
