"""Listener: resolves HOST, a name or an IP address, and states the URL of the service."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

from server.setting_parsers import SettingError, is_unspecified

#: Errors of `bind` that concern the port rather than the address.
_PORT_ERRORS = (errno.EADDRINUSE, errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Listener:
    """HOST, the IP address that it resolves to, and the port."""

    host: str
    address: str
    port: int

    @property
    def url(self) -> str:
        """The URL on this machine; the loopback address for every interface, as `0.0.0.0` cannot be opened."""
        if not is_unspecified(self.address):
            return f"http://{_with_brackets(self.address if ':' in self.address else self.host)}:{self.port}"
        return f"http://{'[::1]' if self.address == '::' and not _is_dual_stack() else '127.0.0.1'}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether the URL can be opened on this machine alone."""
        address = ipaddress.ip_address(self.address.partition("%")[0])
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return is_unspecified(self.address) or (mapped or address).is_loopback

    @property
    def advice(self) -> str:
        """The hint for an operator without `BASE_URL`."""
        what = "QR codes, calendar files and the sitemap name"
        where = ", which only this machine can open" if self.is_local else ""
        return f"{what} {self.url}{where}; set BASE_URL to the public address, as in BASE_URL=https://guide.example"


def _with_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_dual_stack() -> bool:
    """Whether a socket on `::` accepts IPv4 connections too."""
    return socket.has_dualstack_ipv6()


def find_listener(host: str, port: int) -> Listener:
    """Return the first address of a host on which this machine can listen. Raises `SettingError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise _host_error(host, getattr(error, "strerror", None) or "no such name") from None
    first: OSError | None = None
    for family, kind, _, _, address in found:
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as refused:
                first = first or refused
            else:
                return Listener(host, str(address[0]), port)
    assert first
    if first.errno in _PORT_ERRORS:
        raise SettingError(
            "PORT",
            f"cannot listen on {_with_brackets(host)}:{port} ({first.strerror})",
            port,
            "choose another, as in PORT=8080 make run",
        )
    raise _host_error(host, first.strerror or str(first))


def _host_error(host: str, why: str) -> SettingError:
    return SettingError(
        "HOST", f"this machine cannot listen there ({why})", host, "for example HOST=127.0.0.1, HOST=0.0.0.0 or HOST=::"
    )
