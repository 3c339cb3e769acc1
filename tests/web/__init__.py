"""Tests through Flask's client or a running server."""
