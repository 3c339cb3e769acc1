"""How many bytes a body is sent in, for tests of budgets."""

from __future__ import annotations

import brotli


def sent_size(body: bytes, budget: int) -> int:
    """Return the size of a body in brotli, thoroughly compressed only where a light compression exceeds the budget."""
    light = len(brotli.compress(body, quality=5))
    return light if light <= budget else len(brotli.compress(body))
