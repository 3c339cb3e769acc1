"""Tests in Chromium and WebKit."""
