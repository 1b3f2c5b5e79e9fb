"""Columns of the core's own tables."""
