"""How much the tests that draw examples try: a hypothesis profile, chosen with `--hypothesis-profile`.

`quick` is for every save, `ci` for every commit (the default), `verify` for a release.
"""

from __future__ import annotations

from typing import Final

from hypothesis import HealthCheck, settings

EXAMPLES: Final = {"quick": 10, "ci": 100, "verify": 2_000}


def register() -> None:
    """Register the profiles and load the one of every commit; the command line may choose another afterwards."""
    for name, count in EXAMPLES.items():
        # No deadline: a busy machine is slow, which says nothing of the code.
        checks = [HealthCheck.too_slow]
        settings.register_profile(name, max_examples=count, deadline=None, suppress_health_check=checks)
    settings.load_profile("ci")


def scaled(ci: int) -> int:
    """Return how many examples to try where `ci` are tried in every commit: fewer in `quick`, more in `verify`."""
    return max(1, ci * settings().max_examples // EXAMPLES["ci"])
