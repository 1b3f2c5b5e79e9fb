"""Dangerous works: the catalogue with its thresholds, grades, a site's list.

`dangerous_works.toml`  the catalogue as data; `dangerous_reference` loads it, `dangerous_kinds` is its shape
`dangerous_catalogue`   the kinds that apply at a place and on a day
`dangerous_rules`       which grade and why, and the states of a list's entry; no database
`dangerous_works`, `dangerous_views`  changing a site's list, and reading the lists
"""
