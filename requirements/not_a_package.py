"""Build backend that refuses every build: pip prints the sentence below and makes nothing."""

raise SystemExit(
    "Thumbwidth is an application and not a package: run it from a checkout with `make run` (docs/deploy.md)."
)
