import gzip
import ipaddress
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from avviso.collect.fetch import Fetcher, is_public
from avviso.errors import InputError


class Server(BaseHTTPRequestHandler):
    seen = None

    def do_GET(self):
        Server.seen = dict(self.headers) | {"path": self.path}
        answer = getattr(self, self.path.partition("?")[0].strip("/").replace("-", "_") or "page", self.missing)
        answer()

    def page(self):
        self.answer(200, "Trêve".encode("latin-1"), "text/html; charset=ISO-8859-1")

    def missing(self):
        self.answer(404, b"no", "text/plain")

    def loop(self):
        self.answer(302, b"", "text/plain", Location="/loop")

    def moved(self):
        self.answer(301, b"", "text/plain", Location="/page?moved=1")

    def inwards(self):
        self.answer(302, b"", "text/plain", Location="http://192.168.1.1/secret")

    def local_file(self):
        self.answer(302, b"", "text/plain", Location="file:///etc/passwd")

    def large(self):
        self.answer(200, b"x" * 50_000, "text/plain")

    def bomb(self):
        self.answer(200, gzip.compress(b"x" * 5_000_000), "text/plain", **{"Content-Encoding": "gzip"})

    def garbled(self):
        self.answer(200, b"this is not gzip", "text/plain", **{"Content-Encoding": "gzip"})

    def slow(self):
        time.sleep(1)
        self.page()

    def drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def hang_up(self):
        self.connection.close()

    def answer(self, code, body, kind, **headers):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def loopback_only(address):
    return address.is_loopback


def fetcher(**kwargs):
    return Fetcher(**{"user_agent": "avviso-test", "timeout": 5.0, "max_bytes": 20_000, "permitted": loopback_only} | kwargs)


def test_a_page_comes_with_its_kind_and_charset(server):
    found = fetcher().fetch(f"{server}/page?a=1#part")
    assert (found.data.decode(found.charset), found.kind, found.url) == ("Trêve", "text/html", f"{server}/page?a=1#part")


def test_the_server_is_told_who_asks_and_for_which_host(server):
    fetcher().fetch(f"{server}/page?a=1#part")
    assert (Server.seen["User-Agent"], Server.seen["Host"], Server.seen["path"]) == (
        "avviso-test",
        server.removeprefix("http://"),
        "/page?a=1",
    )


def test_a_redirect_is_followed_to_where_the_page_is(server):
    assert fetcher().fetch(f"{server}/moved").url == f"{server}/page?moved=1"


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/nothing", "the server answered 404 Not Found; check the address"),
        ("/loop", "was redirected more than 5 times"),
        ("/inwards", "leads to 192.168.1.1, which is no public address"),
        ("/local-file", "is no http or https address"),
        ("/large", "is larger than 0 MB"),
        ("/bomb", "is larger than 0 MB"),
        ("/garbled", "cannot be fetched"),
        ("/hang-up", "cannot be fetched"),
    ],
)
def test_what_cannot_be_had_is_refused_in_one_line(server, path, complaint):
    with pytest.raises(InputError) as refused:
        fetcher().fetch(server + path)
    assert complaint in str(refused.value) and "; " in str(refused.value) and "\n" not in str(refused.value)


def test_a_server_that_does_not_answer_is_not_waited_for(server):
    with pytest.raises(InputError, match="did not answer in time"):
        fetcher(timeout=0.2).fetch(f"{server}/slow")


def test_a_server_that_sends_drop_by_drop_is_not_waited_for(server):
    with pytest.raises(InputError, match="sends too slowly"):
        fetcher(timeout=0.2).fetch(f"{server}/drip")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
    ],
)
def test_addresses_inside_are_refused_before_anything_is_sent(url):
    with pytest.raises(InputError, match="no public address"):
        Fetcher("avviso-test", timeout=1.0).fetch(url)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("ftp://example.org/", "is no http or https address"),
        ("https://", "is no http or https address"),
        ("https://user:word@example.org/", "holds a name or password"),
        ("http://[broken/", "cannot be fetched"),
        ("http://example.org:99999/", "cannot be fetched"),
        ("http://no-such-host.invalid/", "is not known"),
        ("http://" + "a" * 300 + ".invalid/", "cannot be fetched|is not known"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(url, complaint):
    with pytest.raises(InputError, match=complaint):
        Fetcher("avviso-test", timeout=1.0).fetch(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::", False),
        ("ff02::1", False),
        ("2002:7f00:1::", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_public_addresses_are_told_from_others(address, public):
    assert is_public(ipaddress.ip_address(address)) is public
