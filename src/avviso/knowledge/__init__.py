"""Loads and validates what Avviso knows: `data/`, one module a subject. Imports no room but `records` and `text`."""
