"""The pages that tests open where opening every page would take a browser minutes."""

from __future__ import annotations

from collections import Counter

from points.catalogue import Catalogue
from server.delivery.offline_bundle import is_page, offline_urls


def of_each_kind(catalogue: Catalogue) -> list[str]:
    """Return the pages, but of those that a template makes for each point, routine or condition two alone."""
    pages = list(filter(is_page, offline_urls(catalogue)))
    entries = {point.code for point in catalogue.points} | {item.slug for item in catalogue.routines}
    entries |= {item.slug for item in catalogue.conditions}
    kinds = Counter[str]()
    chosen = []
    for address in pages:
        kind = "/".join("*" if part in entries else part for part in address.split("/"))
        kinds[kind] += 1
        if "*" not in kind or kinds[kind] <= 2:
            chosen.append(address)
    return chosen
