"""What static hosts are told about an export: which file answers for an address, and with which headers.

The headers are those of `server.ops.headers`, read from the application's own answers, so that the two cannot disagree.
`_headers` rules do not overlap where they set the same header, because hosts join such values instead of choosing.
"""

from __future__ import annotations

import json
from typing import Final

from points import codes
from points.catalogue import Catalogue
from points.records import Point
from points.search.fold import fold
from server.api.serializers import API
from server.delivery import assets
from server.delivery.assets import IMMUTABLE
from server.delivery.offline_bundle import MANIFEST, is_page, offline_urls
from server.delivery.prebuilt import HSTS
from server.ops.headers import ASSET_HEADERS, CROSS_ORIGIN_HEADERS, SECURITY_HEADERS
from server.web.drawings import SVG_POLICY

NGINX: Final = "_nginx.conf"
README: Final = "_README.txt"
#: What lies in the folder of an export beside the site.
HOST_FILES: Final = ("_headers", "_redirects", NGINX, README)
PROBLEM_404: Final = "_problem-404.json"
PROBLEM_422: Final = "_problem-422.json"
_CSP: Final = "Content-Security-Policy"
_CORP: Final = "Cross-Origin-Resource-Policy"
_CACHE_CONTROL: Final = "Cache-Control"
#: Headers that are the same on every answer, so that one rule can set them.
COMMON_HEADERS: Final = {name: value for name, value in ASSET_HEADERS.items() if name not in (_CSP, _CORP)}
_DOCUMENT_HEADERS: Final = {name: value for name, value in SECURITY_HEADERS.items() if name not in ASSET_HEADERS}
_SAME_ORIGIN: Final = {_CORP: SECURITY_HEADERS[_CORP]}
_PAGE_HEADERS: Final = _DOCUMENT_HEADERS | _SAME_ORIGIN | {_CSP: SECURITY_HEADERS[_CSP], _CACHE_CONTROL: "no-cache"}
_IMMUTABLE_HEADERS: Final = _PAGE_HEADERS | {_CACHE_CONTROL: IMMUTABLE}
_ASSET_HEADERS: Final = _SAME_ORIGIN | {_CSP: assets.POLICY, _CACHE_CONTROL: IMMUTABLE}
_API_HEADERS: Final = _PAGE_HEADERS | CROSS_ORIGIN_HEADERS
_DRAWING_HEADERS: Final = _API_HEADERS | {_CSP: SVG_POLICY}
_ERROR_HEADERS: Final = _PAGE_HEADERS | {_CACHE_CONTROL: "no-store"}
_PROBLEM_HEADERS: Final = _ERROR_HEADERS | CROSS_ORIGIN_HEADERS


def host_files(known: Catalogue, root: str = "") -> dict[str, str]:
    """Return the files that tell hosts: {name: text}. `root` is the path below which the site lies."""
    return {
        "_headers": _headers(known, root),
        "_redirects": _redirects(known, root),
        NGINX: _nginx(known, root),
        README: _readme(root),
        f"{root}/{PROBLEM_422}".lstrip("/"): _query_refused(),
    }


def _readme(root: str) -> str:
    """Return what a person finds in the folder."""
    return f"""This folder is the Thumbwidth guide as files, for the address {root or "/"} of a host.

A plain file server is not enough: /points/BL23 must answer with points/BL23.html, an unknown address with
404.html and status 404, and the headers must be set. The files here do that:

  Netlify, Cloudflare Pages   upload this folder; they read _headers and _redirects
  nginx                       include {NGINX} in a server block with this folder as its root

docs/deploy.md of the project says more.
"""


def _query_refused() -> str:
    """Return the problem document of a static copy that is asked to filter."""
    detail = "This is a static copy, which answers no questions: no parameter is known here. Nothing was filtered."
    body = {"type": "about:blank", "title": "Unprocessable Entity", "status": 422, "detail": detail}
    return json.dumps(body) + "\n"


def _headers(known: Catalogue, root: str) -> str:
    """Return rules in the format of Netlify and Cloudflare Pages."""
    pages = sorted({_first_segment(address) for address in filter(is_page, offline_urls(known))})
    rules = {"/*": COMMON_HEADERS | {HSTS[0]: HSTS[1]}}
    for page in pages:
        rules[page] = _PAGE_HEADERS
        if page != "/":
            rules[f"{page}/*"] = _PAGE_HEADERS
    rules["/api/*"] = _API_HEADERS | {"Content-Type": "application/json"}
    rules["/diagrams/*"] = _DRAWING_HEADERS
    rules["/static/*"], rules["/pack/*"] = _ASSET_HEADERS, _IMMUTABLE_HEADERS
    for name in ("/sw.js", "/sitemap.xml", "/robots.txt"):
        rules[name] = _PAGE_HEADERS
    rules[MANIFEST] = _PAGE_HEADERS | {"Content-Type": "application/manifest+json"}
    return "\n".join(
        f"{root}{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rules[path].items()) for path in rules
    )


def _first_segment(address: str) -> str:
    return "/" + address.split("/")[1]


def _redirects(known: Catalogue, root: str) -> str:
    """Return the addresses whose file has another name, for hosts that find only `.html` by themselves."""
    documents = [path for path in offline_urls(known) if path.startswith(API)]
    lines = [f"{root}{path} {root}{path}.json 200" for path in documents if not path.endswith(".json")]
    names = (f"/{NGINX}", f"/{README}", f"{root}/{PROBLEM_404}", f"{root}/{PROBLEM_422}")
    hidden = [f"{name} {root}/404.html 404" for name in names]
    return "\n".join([*lines, *hidden]) + "\n"


def _nginx(known: Catalogue, root: str) -> str:
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
error_page 404 {root}/404.html;

location {root}/ {{
    rewrite ^(.+)/$ $1 break;
    try_files $uri.html $uri =404;  # what exists first: nginx asks the disk again for what does not
{_nginx_headers(_PAGE_HEADERS)}}}
location = {root}/ {{
    try_files {root}/index.html =404;
{_nginx_headers(_PAGE_HEADERS)}}}
{_parent_folder_rules(root)}location ~ ^{root}/(?:index|404|.*\\.html)$ {{
    return 404;  # the name of a file is no address
}}
{_spelling_redirects(known, root)}location = {root}/404.html {{
    internal;
{_nginx_headers(_ERROR_HEADERS)}}}
location ^~ {root}/static/ {{
{_nginx_headers(_ASSET_HEADERS)}}}
location ^~ {root}/pack/ {{
{_nginx_headers(_IMMUTABLE_HEADERS)}}}
location {root}/diagrams/ {{
    error_page 404 {root}/{PROBLEM_404};
{_nginx_headers(_API_HEADERS)}    location ~ \\.svg$ {{
{_nginx_headers(_DRAWING_HEADERS)}    }}
}}
location ^~ {root}/api/ {{
    error_page 404 {root}/{PROBLEM_404};
    error_page 422 {root}/{PROBLEM_422};
    if ($args) {{
        return 422;  # a copy that cannot filter must not answer as if it had
    }}
    try_files $uri.json $uri =404;
{_nginx_headers(_API_HEADERS)}}}
location ^~ {root}/_ {{
    return 404;
}}
location ^~ {root}/_problem- {{
    internal;
    types {{ application/problem+json json; }}
{_nginx_headers(_PROBLEM_HEADERS)}}}
location ~ ^{root}/.*\\.(br|gz|zst)$ {{
    return 404;
}}
"""


def _parent_folder_rules(root: str) -> str:
    """Return the rules for the folder above a site below a path."""
    if not root:
        return ""
    ours = "|".join(name.replace(".", "\\.") for name in HOST_FILES)
    return f"location = {root} {{\n    return 308 {root}/;\n}}\nlocation ~ ^/({ours})$ {{\n    return 404;\n}}\n"


def _spelling_redirects(known: Catalogue, root: str) -> str:
    """Return redirects from other spellings of the points' codes, and from their names."""
    return "".join(
        f'location ~ "^{root}/points/(?!{point.code}/?$){_spelling_pattern(point)}/?$" {{\n'
        f"    return 308 {root}/points/{point.code};\n}}\n"
        for point in known.points
    )


def _spelling_pattern(point: Point) -> str:
    """Return a pattern of the codes that are read as a point's, and of its name in Latin and Chinese script."""
    number = point.code.removeprefix(point.meridian)
    prefixes = sorted(
        prefix
        for prefix, code in codes.PREFIXES.items()
        if code == point.meridian and prefix.isascii() and codes.who_code(prefix + number) == point.code
    )
    names = {fold(point.names.pinyin), point.names.hanzi_traditional, point.names.hanzi_simplified}
    return f"(?i:(?:{'|'.join(prefixes)})[ ._:-]*0?0?{number}|{'|'.join(sorted(names))})"


def _nginx_headers(headers: dict[str, str]) -> str:
    return "".join(f'    add_header {name} "{value}" always;\n' for name, value in (COMMON_HEADERS | headers).items())
