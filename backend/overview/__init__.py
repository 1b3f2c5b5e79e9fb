"""Read only, across the domains: home, search, time line, the month page, adoption."""
