"""Tests without Flask, a server or a browser."""
