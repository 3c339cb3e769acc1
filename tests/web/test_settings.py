"""Settings: every malformed value is refused by name, value and remedy, in one line, before anything listens."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from server import config, create_app
from server.config import SettingError
from server.ops import listener
from tests.support.programs import free_port

#: What an operator types by mistake, five values a setting.
MALFORMED = {
    "HOST": ["http://127.0.0.1", "127.0.0.1:8000", "300.1.1.1", "a b", "nowhere.invalid"],
    "PORT": ["eighty", "0", "65536", "-1", "80.5"],
    "WORKERS": ["0", "65", "two", "1.5", "٣"],
    "BASE_URL": [
        "guide.example",
        "/guide",
        "https://guide.example/a b",
        "https://guide.example\nX: y",
        "ftp://a.example",
    ],
    "CACHE_URL": ["redis://h:notaport", "127.0.0.1:6379", "http://h", "redis://h/name", "redis://h?unknown=1"],
    "CATALOGUE": ["/nowhere/at/all", "https://guide.example", "~/catalogue", "off", __file__],
    "STORE": [f"{__file__}/store", "redis://h", "~/store", "no", " build/store"],
    "PREBUILD": ["Full", "quick", "1", "off", "draft full"],
    "RATE_LIMIT": ["lots", "0", "0 per minute", "120 per fortnight", "-5 per minute"],
    "METRICS": ["true", "LOCAL", "yes", "0", "all"],
    "TRUSTED_PROXIES": ["all", "-1", "11", "1.0", "127.0.0.1"],
}
#: Public addresses that look like one and lead nowhere, or hide something.
NO_PUBLIC_ADDRESS = [
    "http://0.0.0.0:8000",
    "http://[::]:8000",
    "http://[::ffff:0.0.0.0]",
    "https://",
    "https://user:word@guide.example",
    "https://guide.example?x=1",
    "https://guide.example/#a",
    "https://guide.example:99999",
    "https://guide.example:",
    "https://[::1",
    "https://guide.example//a",
    "https://guide.example/../a b",
    "https://gu ide.example",
    "https://bücher.example",
    "javascript:alert(1)",
]


def refusal(name: str, value: str) -> str:
    """Return what the start says of one setting."""
    with pytest.raises(SettingError) as refused:
        known = config.load({name: value})
        listener.find_listener(known.host, known.port)
    return str(refused.value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, found in MALFORMED.items() for value in found])
def test_malformed_setting_is_refused(name: str, value: str) -> None:
    said = refusal(name, value)
    assert said.startswith(f"{name}: ")
    assert f"(found {value!r})" in said or (len(value) > 80 and f"(found {value[:80]!r})" in said)
    assert re.search(r"\); .+", said), "no way out is named"
    assert said.isprintable(), "more than one line"


@pytest.mark.parametrize("value", NO_PUBLIC_ADDRESS)
def test_public_address_must_lead_somewhere(value: str) -> None:
    assert refusal("BASE_URL", value).startswith("BASE_URL: expected the address")


def test_every_setting_has_malformed_values() -> None:
    assert MALFORMED.keys() == config.PARSERS.keys()


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [
        ("HOST", "[::1]", "::1"),
        ("HOST", "guide.local", "guide.local"),
        ("HOST", "0", "0"),
        ("BASE_URL", "https://guide.example/", "https://guide.example"),
        ("BASE_URL", "http://[2001:db8::7]:8080/guide/", "http://[2001:db8::7]:8080/guide"),
        ("CACHE_URL", "rediss://:word@cache.example:6380/2", "rediss://:word@cache.example:6380/2"),
        ("RATE_LIMIT", "120/minute; 1000 per 2 hours", "120/minute; 1000 per 2 hours"),
        ("STORE", "off", ""),
        ("TRUSTED_PROXIES", "0", 0),
        ("PORT", "", 8000),
    ],
)
def test_sound_setting_is_understood(name: str, value: str, known: object) -> None:
    assert getattr(config.load({name: value}), name.lower()) == known


def test_password_of_the_cache_is_not_repeated() -> None:
    said = refusal("CACHE_URL", "redis://:secret@h:notaport")
    assert "secret" not in said
    assert "redis://:…@h:notaport" in said


def test_override_is_checked_as_a_variable_is() -> None:
    with pytest.raises(SettingError, match="RATE_LIMIT: "):
        create_app({"RATE_LIMIT": "lots"})


@pytest.mark.service
@pytest.mark.parametrize(
    ("name", "value"), [("RATE_LIMIT", "lots"), ("CACHE_URL", "redis://h:notaport"), ("HOST", "nowhere.invalid")]
)
def test_start_is_refused_in_one_line(name: str, value: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server"]
    environment = os.environ | {"PORT": str(free_port()), "STORE": str(tmp_path / "store"), name: value}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith(f"{name}: ")
    assert not (tmp_path / "store").exists(), "something was done before the setting was refused"


# Where the service listens ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:{}"),
        ("::1", "http://[::1]:{}"),
        ("::ffff:127.0.0.1", "http://[::ffff:127.0.0.1]:{}"),
        ("localhost", "http://localhost:{}"),
        ("0", "http://127.0.0.1:{}"),
        ("0.0.0.0", "http://127.0.0.1:{}"),
        ("::", "http://127.0.0.1:{}"),
        ("::ffff:0.0.0.0", "http://127.0.0.1:{}"),
    ],
)
def test_host_of_either_version_or_by_name_binds(host: str, url: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    port = free_port()
    found = listener.find_listener(host, port)
    assert found.url in (url.format(port), f"http://[::1]:{port}" if host == "localhost" else url.format(port))
    assert found.is_local
    assert found.advice.startswith("QR codes, calendar files and the sitemap name http://")
    assert "only this machine can open; set BASE_URL to" in found.advice


def test_port_in_use_is_no_fault_of_the_host() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingError, match=r"^PORT: cannot listen on 127\.0\.0\.1:\d+ \(Address already in use\)"):
            listener.find_listener("127.0.0.1", taken.getsockname()[1])


def test_address_of_another_machine_is_a_fault_of_the_host() -> None:
    with pytest.raises(SettingError, match=r"^HOST: this machine cannot listen there"):
        listener.find_listener("192.0.2.1", free_port())  # RFC 5737: nobody has it


def test_qr_code_says_where_its_address_leads() -> None:
    here = create_app({"TESTING": True, "BASE_URL": "http://127.0.0.1:8000"}).test_client()
    assert "(opens on this computer only)" in here.get("/qr/low-back-ease.svg").text
    public = create_app({"TESTING": True, "BASE_URL": "https://guide.example"}).test_client()
    assert "this computer" not in public.get("/qr/low-back-ease.svg").text
