"""Avviso: sourced analysis of the international situation from open news."""
