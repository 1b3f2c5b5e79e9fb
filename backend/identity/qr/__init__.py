"""Signing in by a scanned code (RFC 10027)."""
