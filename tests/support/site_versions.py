"""A phone on which a version of the site is whole, and how it is told from a mixture of two versions."""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, expect

from points.catalogue import Catalogue
from server.delivery.offline_bundle import offline_urls
from tests.support.edited_catalogues import NEW_WARNING
from tests.support.tcp_proxy import TcpProxy

SESSION = "/routines/hands-and-ankles/session"
LOOK = """async (addresses) => {
    const broken = [], versions = new Set();
    for (const address of addresses) {
        const answer = await fetch(address).catch(() => null);
        if (!answer?.ok || !answer.headers.get("content-security-policy")) { broken.push(address); continue; }
        const text = await answer.text();
        const version = text.match(/data-version="(\\w+)"/) ?? text.match(/"version":"(\\w+)","reviewed"/);
        if (version) versions.add(version[1]);
    }
    return { broken, versions: [...versions] };
}"""

#: The texts of all responses that a phone holds, by path; not the record of what they are.
STORED = """async () => {
    const cache = await caches.open((await caches.keys())[0]);
    const requests = (await cache.keys()).filter(({ url }) => !url.endsWith("/.held"));
    const read = async (request) => [new URL(request.url).pathname, await (await cache.match(request)).text()];
    return Object.fromEntries(await Promise.all(requests.map(read)));
}"""
#: Damages what a phone holds: each path cut short, emptied, or with a log-in page in its place.
DAMAGE = """async ([paths, kind]) => {
    const cache = await caches.open((await caches.keys())[0]);
    for (const path of paths) {
        const held = await cache.match(path);
        const text = await held.text();
        const bodies = { truncated: text.slice(0, text.length / 2), empty: "", foreign: "<h1>Log in</h1>" };
        await cache.put(path, new Response(bodies[kind], { headers: held.headers }));
    }
}"""


class Installed:
    """A profile folder in which the site is installed, and the line it was installed over."""

    def __init__(self, line: TcpProxy, profile: Path) -> None:
        self.line, self._profile = line, profile

    def copy(self, folder: Path) -> Path:
        """Copy the profile, as a phone of its own."""
        shutil.copytree(self._profile, folder, ignore=shutil.ignore_patterns("Singleton*", "Cache", "Code Cache"))
        return folder


def everything(page: Page, catalogue: Catalogue, root: str = "") -> dict[str, Any]:
    """Fetch every address on this page; return what is broken and the catalogue versions that were met."""
    found: dict[str, Any] = page.evaluate(LOOK, [root + address for address in offline_urls(catalogue)])
    return found


def assert_whole(page: Page, url: str, catalogue: Catalogue) -> str:
    """Hold the phone, whose line is cut, to one whole version; return which."""
    page.goto(url)
    found = everything(page, catalogue)
    assert found["broken"] == []
    assert len(found["versions"]) == 1, "pages and documents of two versions"
    page.goto(url + SESSION)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("dialog", name="Before you start")).to_be_visible()
    return str(found["versions"][0])


def wait_until(page: Page, what: str, arg: str = "", timeout: int = 20_000) -> None:
    """Wait for a promise to come true; the page may be loaded anew meanwhile."""
    deadline = time.monotonic() + timeout / 1000
    while time.monotonic() < deadline:
        with contextlib.suppress(Error):
            if page.evaluate(what, arg):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"did not come true within {timeout} ms: {what}")


def expect_new_warning(page: Page, timeout: int = 20_000) -> None:
    """Wait until the phone itself holds the changed warning."""
    wait_until(
        page,
        """async (words) => {
            const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
            const held = await caches.match("/points/LI4");
            return !installing && !waiting && active && (await held.text()).includes(words);
        }""",
        NEW_WARNING,
        timeout,
    )
