"""Names the hash of every script and style sheet where a page asks for it (Subresource Integrity, W3C).

A copy that was changed on its way, or on a host that is not ours, is then not run. The hashes are put into the finished
page, so that no template can forget one. What a script imports is named as a preload with its hash, because an import
cannot carry one: a browser keeps what it preloaded, or that it was wrong. A script that a page keeps for after its
first paint (`static/js/core/lazy-modules.js`) has the preloads that only it needs beside it.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from functools import lru_cache
from typing import Final

from flask import Flask, Response

from server.delivery import assets
from server.urls import root

_TAG: Final = re.compile(r"<(?:script|link)\b[^>]*>")
_STATIC_URL: Final = re.compile(r'\b(?:src|href)="[^"]*/static/[0-9a-f]+/([^"]+)"')
#: Modules run when the page is there: they wait for what it is drawn with.
LOW_PRIORITY: Final = ' fetchpriority="low"'
_RELATION: Final = re.compile(r'\brel="(?:stylesheet|modulepreload)"')
_DEFERRED_TEMPLATE: Final = '<template id="after-paint">'
_IMPORT: Final = re.compile(r"""^(?:import|export)\b(?!\()[^"';]*?(?:from\s*)?["'](\.{1,2}/[^"']+)["']""", re.M)


@lru_cache
def integrity(name: str) -> str:
    """Return the hash of a static file as a page states it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(assets.read_asset(name)).digest()).decode()


@lru_cache
def static_imports(name: str) -> frozenset[str]:
    """Return the names of all modules that a module loads before it runs, and those that they load."""
    found: set[str] = set()
    wanted = [name]
    while wanted:
        current = wanted.pop()
        here = posixpath.dirname(current)
        text = (assets.ROOT / current).read_text("utf-8")
        new = {posixpath.normpath(posixpath.join(here, path)) for path in _IMPORT.findall(text)} - found
        found |= new
        wanted += new
    return frozenset(found - {name})


def add_integrity(page: str, root: str = "") -> str:
    """Return a page with the hash in every tag that loads a script or a style sheet of ours, and its imports named."""
    tags = [
        (tag, address[1])
        for tag in _TAG.findall(page)
        if (address := _STATIC_URL.search(tag)) and _needs_integrity(tag)
    ]
    named = {name for _, name in tags}
    for tag, name in tags:
        priority = LOW_PRIORITY if 'type="module"' in tag else ""
        page = page.replace(tag, f'{tag[:-1]}{priority} integrity="{integrity(name)}">')
    start, opening, rest = page.partition(_DEFERRED_TEMPLATE)
    kept, closing, rest = rest.partition("</template>") if opening else ("", "", "")
    soon = _imports_of_page(start + rest, named)
    later = _imports_of_page(kept, named | {*soon})
    page = "".join((start, opening, *(_preload(root, name) for name in later), kept, closing, rest))
    return page.replace("</head>", "".join(_preload(root, name) for name in soon) + "</head>", 1)


def _imports_of_page(text: str, known: set[str]) -> list[str]:
    """Return the names of what the modules of a page, or of a part of it, import, without what is known already."""
    tags = [tag for tag in _TAG.findall(text) if 'type="module"' in tag]
    names = [address[1] for tag in tags if (address := _STATIC_URL.search(tag))]
    return sorted({other for name in names for other in static_imports(name)} - known)


def _needs_integrity(tag: str) -> bool:
    return tag.startswith("<script") or _RELATION.search(tag) is not None


def _preload(root: str, name: str) -> str:
    address = f"{root}/static/{assets.assets_hash()}/{name}"
    return f'<link rel="modulepreload"{LOW_PRIORITY} href="{address}" integrity="{integrity(name)}">\n'


def init_app(app: Flask) -> None:
    """Seal every page; registered after what makes ETags, so that it comes before it."""

    def seal(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.is_streamed:
            response.set_data(add_integrity(response.get_data(as_text=True), root()))
        return response

    app.after_request(seal)
