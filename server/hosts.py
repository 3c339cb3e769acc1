"""What static hosts are told about an export: which file answers for an address, and with which headers.

The headers are those of `server.headers`, read from the application's own answers, so that the two cannot disagree.
`_headers` rules do not overlap where they set the same header, because hosts join such values instead of choosing.
"""

from __future__ import annotations

import json
from typing import Final

from points.catalogue import Catalogue
from server import static
from server.diagrams import SVG_POLICY
from server.documents import API
from server.headers import OF_ASSETS, OPEN, SECURITY
from server.pack import MANIFEST, addresses, is_page
from server.prebuilt import HSTS
from server.pwa import IMMUTABLE

NGINX: Final = "_nginx.conf"
PROBLEM_404: Final = "_problem-404.json"
PROBLEM_422: Final = "_problem-422.json"
_POLICY: Final = "Content-Security-Policy"
_RESOURCES: Final = "Cross-Origin-Resource-Policy"
_CACHE: Final = "Cache-Control"
#: Headers that are the same on every answer, so that one rule can set them.
COMMON: Final = {name: value for name, value in OF_ASSETS.items() if name not in (_POLICY, _RESOURCES)}
_OF_DOCUMENTS: Final = {name: value for name, value in SECURITY.items() if name not in OF_ASSETS}
_CLOSED: Final = {_RESOURCES: SECURITY[_RESOURCES]}
_PAGE: Final = _OF_DOCUMENTS | _CLOSED | {_POLICY: SECURITY[_POLICY], _CACHE: "no-cache"}
_KEPT: Final = _PAGE | {_CACHE: IMMUTABLE}
_STATIC: Final = _CLOSED | {_POLICY: static.POLICY, _CACHE: IMMUTABLE}
_DOCUMENT: Final = _PAGE | OPEN
_DRAWING: Final = _DOCUMENT | {_POLICY: SVG_POLICY}
_FAILURE: Final = _PAGE | {_CACHE: "no-store"}
_PROBLEM: Final = _FAILURE | OPEN


def files(known: Catalogue) -> dict[str, str]:
    """Return the files that tell hosts: {name: text}."""
    return {"_headers": _headers(known), "_redirects": _redirects(known), NGINX: _nginx(), PROBLEM_422: _no_questions()}


def _no_questions() -> str:
    """Return the problem document of a static copy that is asked to filter."""
    detail = "This is a static copy, which answers no questions: no parameter is known here. Nothing was filtered."
    body = {"type": "about:blank", "title": "Unprocessable Entity", "status": 422, "detail": detail}
    return json.dumps(body) + "\n"


def _headers(known: Catalogue) -> str:
    """Return rules in the format of Netlify and Cloudflare Pages."""
    pages = sorted({_top(address) for address in filter(is_page, addresses(known))})
    rules = {"/*": COMMON | {HSTS[0]: HSTS[1]}}
    for page in pages:
        rules[page] = _PAGE
        if page != "/":
            rules[f"{page}/*"] = _PAGE
    rules["/api/*"] = _DOCUMENT | {"Content-Type": "application/json"}
    rules["/diagrams/*"] = _DRAWING
    rules["/static/*"], rules["/pack/*"] = _STATIC, _KEPT
    for name in ("/sw.js", "/sitemap.xml", "/robots.txt"):
        rules[name] = _PAGE
    rules[MANIFEST] = _PAGE | {"Content-Type": "application/manifest+json"}
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rules[path].items()) for path in rules
    )


def _top(address: str) -> str:
    return "/" + address.split("/")[1]


def _redirects(known: Catalogue) -> str:
    """Return the addresses whose file has another name, for hosts that find only `.html` by themselves."""
    documents = [path for path in addresses(known) if path.startswith(API)]
    lines = [f"{path} {path}.json 200" for path in documents if not path.endswith(".json")]
    hidden = [f"/{name} /404.html 404" for name in (NGINX, PROBLEM_404, PROBLEM_422)]
    return "\n".join([*lines, *hidden]) + "\n"


def _nginx() -> str:
    """Return what to include in a `server` block that has a `listen` and a `root`."""
    return f"""# Include this in a `server` block with `listen`, `server_name` and `root` (the folder this file is in).
# Set in every location, because nginx forgets outer headers where an inner one is set.
# Under TLS add: add_header {HSTS[0]} "{HSTS[1]}" always;
types {{
    text/html html; text/css css; text/javascript js; text/plain txt;
    application/json json; application/manifest+json webmanifest; application/xml xml;
    image/svg+xml svg; image/png png;
}}
charset utf-8;
charset_types text/css text/javascript text/plain application/xml image/svg+xml;
gzip_static on;
# brotli_static on;  # with ngx_brotli: the .br files are there
gzip_vary on;
etag on;
absolute_redirect off;
error_page 404 /404.html;

location / {{
    try_files $uri.html $uri =404;  # what exists first: nginx asks the disk again for what does not
{_add(_PAGE)}}}
location = / {{
    try_files /index.html =404;
{_add(_PAGE)}}}
location = /404.html {{
    internal;
{_add(_FAILURE)}}}
location ^~ /static/ {{
{_add(_STATIC)}}}
location ^~ /pack/ {{
{_add(_KEPT)}}}
location /diagrams/ {{
    error_page 404 /{PROBLEM_404};
{_add(_DOCUMENT)}    location ~ \\.svg$ {{
{_add(_DRAWING)}    }}
}}
location ^~ /api/ {{
    error_page 404 /{PROBLEM_404};
    error_page 422 /{PROBLEM_422};
    if ($args) {{
        return 422;  # a copy that cannot filter must not answer as if it had
    }}
    try_files $uri.json $uri =404;
{_add(_DOCUMENT)}}}
location ^~ /_ {{
    return 404;
}}
location ^~ /_problem- {{
    internal;
    types {{ application/problem+json json; }}
{_add(_PROBLEM)}}}
location ~ \\.(br|gz|zst)$ {{
    return 404;
}}
"""


def _add(headers: dict[str, str]) -> str:
    return "".join(f'    add_header {name} "{value}" always;\n' for name, value in (COMMON | headers).items())
