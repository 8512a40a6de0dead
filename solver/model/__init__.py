"""The only place with ortools: weekly totals, placement on days, tiers, explanation."""
