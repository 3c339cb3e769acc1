"""Delivery of responses: build id, prebuild, store, caches, assets, offline bundle and export."""
