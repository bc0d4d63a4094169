"""The only place that opens sockets: fetches one page, from public addresses only, within bounds of size and time."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from avviso.errors import InputError

if TYPE_CHECKING:
    import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,application/json;q=0.8,*/*;q=0.1"
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address: `url` is where it was found after redirects, `kind` its media type ("" when the server is silent)."""

    url: str
    data: bytes
    kind: str = ""
    charset: str | None = None


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet: not this machine, a private network, or one that only leads to such."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages. `timeout` in seconds bounds each wait, three times as much the whole; `permitted` judges addresses."""

    user_agent: str
    timeout: float = 20.0
    max_bytes: int = 20_000_000
    permitted: Callable[[Address], bool] = is_public

    def fetch(self, url: str) -> Page:
        """The page at an http or https address. Raises `InputError`, without the address, when it cannot be had."""
        import httpx

        deadline = time.monotonic() + _PATIENCE * self.timeout
        try:
            with httpx.Client(timeout=self.timeout, trust_env=False, follow_redirects=False) as client:
                for _ in range(MOST_REDIRECTS + 1):
                    found = self._once(client, url, deadline)
                    if isinstance(found, Page):
                        return found
                    url = found
        except httpx.TimeoutException as error:
            raise InputError("the server did not answer in time; try again later") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(f"cannot be fetched ({reason}); check the address and the network") from error
        raise InputError(f"was redirected more than {MOST_REDIRECTS} times; check the address")

    def _once(self, client: httpx.Client, url: str, deadline: float) -> Page | str:
        """One request: the page, or the address that the server sends us on to."""
        parts = _checked(url)
        host = _ascii(parts.hostname or "")
        address = self._resolve(host, parts.port or _PORTS[parts.scheme])
        request = client.build_request(
            "GET",
            _at(parts, address),
            headers={"Host": _netloc(parts, host), "User-Agent": self.user_agent, "Accept": _ACCEPT},
            extensions={"sni_hostname": host},
        )
        response = client.send(request, stream=True)
        try:
            if response.is_redirect:
                return urljoin(url, response.headers["location"])
            if response.status_code != 200:
                raise InputError(f"the server answered {response.status_code} {response.reason_phrase}".rstrip() + "; check the address")
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            return Page(url, self._body(response, deadline), kind, response.charset_encoding)
        finally:
            response.close()

    def _resolve(self, host: str, port: int) -> Address:
        """An address of the host that may be connected to: all of them must be permitted, so that none can be slipped in."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise InputError(f"the host {host[:100]} is not known; check the address and the network") from error
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        for address in addresses:
            if not self.permitted(address):
                raise InputError(f"leads to {address}, which is no public address; save the page and read the file")
        return addresses[0]

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.max_bytes:
                raise InputError(f"is larger than {self.max_bytes // 1_000_000} MB; save the article's text and read that")
            if time.monotonic() > deadline:
                raise InputError("the server sends too slowly; try again later")
        return bytes(body)


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked for."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError(f"{url[:100]} is no http or https address; check it")
    if parts.username or parts.password:
        raise InputError("the address holds a name or password; remove it")
    return parts


def _ascii(host: str) -> str:
    """The host as the network names it. Raises ValueError."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _netloc(parts: SplitResult, host: str) -> str:
    """Host and port as they stand in a request."""
    name = f"[{host}]" if ":" in host else host
    return name if parts.port in (None, _PORTS[parts.scheme]) else f"{name}:{parts.port}"


def _at(parts: SplitResult, address: Address) -> str:
    """The same request, to the address that was checked."""
    return parts._replace(netloc=_netloc(parts, str(address)), fragment="").geturl()
