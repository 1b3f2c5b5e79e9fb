"""Dangerous works: the catalogue with its thresholds, grades, a site's list."""
