"""Fetching: only public addresses, polite, bounded in time and size; each fault is one line."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.load import read_raw
from corpus.readers import RawDocument
from corpus.web.addresses import any_addresses, check_url, is_public, public_addresses
from corpus.web.download import Timeouts
from corpus.web.fetch import Fetcher, Known, Page, Unchanged
from corpus.web.pagetype import content_type, ending_of

HTML = "<html><body><p>各市局：</p><p>一、照办，报送。</p></body></html>"
QUICK = Timeouts(connect=2, read=1, whole=3)
MEGABYTE = 1024 * 1024
BOMB = gzip.compress(bytes(100 * MEGABYTE), 1)


def read_page(page: Page) -> RawDocument:
    return read_raw(page.data, f"page{page.ending}", page.charset)


class Site(BaseHTTPRequestHandler):
    """A site with one path for each way to answer; `server.asked` is what was asked for."""

    server: SiteServer

    def do_GET(self) -> None:
        self.server.asked.append((time.monotonic(), self.path, dict(self.headers)))
        name = self.path.split("?")[0].strip("/").split("/")[0] or "page"
        if self.path == "/robots.txt":
            status, body = self.server.robots
            self.answer(status, body.encode(), {"Content-Type": "text/plain"})
        else:
            getattr(self, name.replace(".", "_"), self.missing)()

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def missing(self) -> None:
        status = self.path.strip("/")
        self.answer(int(status) if status.isdecimal() else 404, b"no")

    def page(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(304, b"", {"ETag": '"v1"'})
        else:
            known = {"ETag": '"v1"', "Last-Modified": "Wed, 06 May 2020 01:02:03 GMT"}
            self.answer(200, HTML.encode(), {"Content-Type": "text/html", **known})

    def gbk(self) -> None:
        meta = HTML.replace("<body>", '<head><meta charset="big5"></head><body>')
        self.answer(200, meta.encode("gb18030"), {"Content-Type": "text/html; charset=GBK"})

    def packed(self) -> None:
        half = len(HTML) // 2
        body = gzip.compress(HTML[:half].encode()) + gzip.compress(HTML[half:].encode())
        self.answer(200, body, {"Content-Type": "text/html", "Content-Encoding": "gzip"})

    def deflated(self) -> None:
        body = zlib.compress(HTML.encode())
        if self.path.endswith("bare"):
            body = body[2:-4]
        self.answer(200, body, {"Content-Type": "text/html", "Content-Encoding": "deflate"})

    def torn(self) -> None:
        body = gzip.compress(HTML.encode() * 99)[:-30]
        self.answer(200, body, {"Content-Type": "text/html", "Content-Encoding": "gzip"})

    def bomb(self) -> None:
        self.answer(200, BOMB, {"Content-Type": "text/html", "Content-Encoding": "gzip"})

    def brotli(self) -> None:
        self.answer(200, b"x" * 99, {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"})

    def large(self) -> None:
        self.answer(200, b"x", {"Content-Type": "text/html", "Content-Length": str(10**12)})

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(bytes(MEGABYTE))
        except OSError:
            self.server.stopped.set()

    def short(self) -> None:
        self.answer(200, b"x", {"Content-Type": "text/html", "Content-Length": "1000"})

    def silent(self) -> None:
        time.sleep(1.5)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(60):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.2)
        except OSError:
            self.server.stopped.set()

    def loop(self) -> None:
        self.answer(302, b"", {"Location": f"/loop?{len(self.path)}"})

    def to(self) -> None:
        self.answer(301, b"", {"Location": self.path.partition("?")[2]})

    def nowhere(self) -> None:
        self.answer(302, b"")

    def image(self) -> None:
        self.answer(200, b"\x89PNG", {"Content-Type": "image/png"})

    def empty(self) -> None:
        self.answer(200, b"", {"Content-Type": "text/html"})

    def file(self) -> None:
        name = "attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5.md"
        kind = "application/octet-stream"
        body = "# 某通知\n一、照办。".encode()
        self.answer(200, body, {"Content-Type": kind, "Content-Disposition": name})

    def log_message(self, format: str, *args: object) -> None:
        pass


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.robots = (404, "")
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many of the tests are about."""

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[SiteServer]:
    server = SiteServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(resolve=any_addresses, timeouts=QUICK, limit=8 * MEGABYTE, pause=0) as fetcher:
        yield fetcher


def fetched(fetcher: Fetcher, url: str) -> Page:
    page = fetcher.fetch(url)
    assert isinstance(page, Page)
    return page


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(ReadError) as error:
        fetcher.fetch(url)
    assert "\n" not in str(error.value)
    return str(error.value)


# What is fetched


def test_page_is_fetched_and_read(site: SiteServer, fetcher: Fetcher) -> None:
    page = fetched(fetcher, f"{site.url}/page#part")
    assert (page.url, page.ending, page.data) == (f"{site.url}/page", ".html", HTML.encode())
    assert page.known == Known('"v1"', "Wed, 06 May 2020 01:02:03 GMT")
    assert read_page(page).text == "各市局：\n一、照办，报送。"
    assert site.asked[-1][2]["User-Agent"] == "gongwen"


def test_known_page_is_asked_for_only_if_changed(site: SiteServer, fetcher: Fetcher) -> None:
    known = fetched(fetcher, f"{site.url}/page").known
    assert fetcher.fetch(f"{site.url}/page", known) == Unchanged(f"{site.url}/page")
    assert site.asked[-1][2]["If-Modified-Since"] == "Wed, 06 May 2020 01:02:03 GMT"
    assert isinstance(fetcher.fetch(f"{site.url}/page", Known('"v0"')), Page)
    assert isinstance(fetcher.fetch(f"{site.url}/page", Known('"v1"\r\nX: y')), Page)


def test_charset_of_the_answer_reads_the_page(site: SiteServer, fetcher: Fetcher) -> None:
    page = fetched(fetcher, f"{site.url}/gbk")
    assert page.charset == "GBK"
    assert read_page(page).text == "各市局：\n一、照办，报送。"


@pytest.mark.parametrize("path", ["packed", "deflated", "deflated?bare"])
def test_packed_page_is_unpacked(site: SiteServer, fetcher: Fetcher, path: str) -> None:
    assert fetched(fetcher, f"{site.url}/{path}").data == HTML.encode()


def test_name_of_the_file_chooses_the_reader(site: SiteServer, fetcher: Fetcher) -> None:
    page = fetched(fetcher, f"{site.url}/file")
    assert page.ending == ".md"
    assert "一、照办。" in read_page(page).text


def test_redirect_is_followed(site: SiteServer, fetcher: Fetcher) -> None:
    assert fetched(fetcher, f"{site.url}/to?/to?/page").url == f"{site.url}/page"


# What is not


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nothing", "answered 404; check the address"),
        ("403", "answered 403; the site refuses programs"),
        ("500", "answered 500; the site has a fault; try again later"),
        ("429", "answered 429; too many requests"),
        ("204", "answered 204"),
        ("loop", "over 5 redirects"),
        ("nowhere", "answered 302 without an address"),
        ("to?ftp://127.0.0.1/a", "begins with http://"),
        ("to?http://user:secret@127.0.0.1/", "user name"),
        ("image", "it is image/png"),
        ("empty", "empty page"),
        ("short", "broke off"),
        ("torn", "end too early"),
        ("brotli", "packed as gzip, gzip"),
        ("large", "over the limit of 8 MB"),
        ("endless", "over the limit of 8 MB"),
        ("bomb", "over the limit of 8 MB"),
        ("silent", "did not answer in time"),
        ("drip", "did not answer in time"),
    ],
)
def test_fault_is_one_line(site: SiteServer, fetcher: Fetcher, path: str, reason: str) -> None:
    begun = time.monotonic()
    message = refused(fetcher, f"{site.url}/{path}")
    assert reason in message
    assert "secret" not in message
    assert time.monotonic() - begun < 8


def test_download_stops_at_the_limit(site: SiteServer, fetcher: Fetcher) -> None:
    refused(fetcher, f"{site.url}/endless")
    assert site.stopped.wait(5)


def test_bomb_is_stopped_in_small_memory(site: SiteServer, fetcher: Fetcher) -> None:
    import tracemalloc

    tracemalloc.start()
    refused(fetcher, f"{site.url}/bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * MEGABYTE


def test_nobody_listens(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert "refused the connection" in refused(fetcher, url)


def test_unknown_host(fetcher: Fetcher) -> None:
    assert "no host" in refused(fetcher, "http://nowhere.invalid/a.html")


def test_server_without_tls_is_no_secure_one(site: SiteServer, fetcher: Fetcher) -> None:
    message = refused(fetcher, site.url.replace("http:", "https:"))
    assert "no secure connection" in message


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_secure_page_needs_a_certificate_that_is_trusted(
    site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key,
         "-out", certificate, "-subj", "/CN=web.example", "-addext",
         "subjectAltName=DNS:web.example"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    url = f"https://web.example:{site.server_port}/page"

    def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with Fetcher(resolve=here, timeouts=QUICK, pause=0) as fetcher:
        assert "no secure connection to web.example" in refused(fetcher, url)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Fetcher(resolve=here, timeouts=QUICK, pause=0) as fetcher:
        assert fetched(fetcher, url).data == HTML.encode()
        other = url.replace("web.example", "other.example")
        assert "no secure connection to other.example" in refused(fetcher, other)


# robots.txt and pauses


def test_what_robots_txt_forbids_is_not_fetched(site: SiteServer, fetcher: Fetcher) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /gbk\n\nUser-agent: gongwen\nDisallow: /packed")
    assert "robots.txt does not allow it" in refused(fetcher, f"{site.url}/packed")
    assert fetched(fetcher, f"{site.url}/gbk").ending == ".html"
    assert "robots.txt does not allow it" in refused(fetcher, f"{site.url}/to?/packed")
    assert site.paths == ["/robots.txt", "/gbk", "/to?/packed"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_site_that_cannot_say_what_it_allows_is_left_alone(
    site: SiteServer, fetcher: Fetcher, status: int
) -> None:
    site.robots = (status, "")
    for _ in range(2):
        assert f"robots.txt of 127.0.0.1 answered {status}" in refused(fetcher, f"{site.url}/page")
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize("robots", [(404, ""), (403, ""), (200, ""), (200, "\x00<html>" * 99999)])
def test_site_without_rules_is_fetched(
    site: SiteServer, fetcher: Fetcher, robots: tuple[int, str]
) -> None:
    site.robots = robots
    assert fetched(fetcher, f"{site.url}/page").ending == ".html"


def test_requests_to_one_host_keep_their_distance(site: SiteServer) -> None:
    site.robots = (200, "User-agent: *\nCrawl-delay: 0.4")
    with Fetcher(resolve=any_addresses, timeouts=Timeouts(2, 1, 1), pause=0.2) as fetcher:
        for _ in range(3):
            fetcher.fetch(f"{site.url}/page")
    times = [moment for moment, _, _ in site.asked]
    assert [after - before >= 0.39 for before, after in pairwise(times)] == [True] * 3


# Addresses


def test_private_address_is_not_fetched(site: SiteServer) -> None:
    with Fetcher(timeouts=QUICK, pause=0) as fetcher:
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
            message = refused(fetcher, f"http://{host}:{site.server_port}/page")
            assert "not a public address" in message
        assert "not a web address" in refused(fetcher, f"http://0177.0.0.1:{site.server_port}/")
    assert site.asked == []


def test_redirect_to_a_private_address_is_not_followed(site: SiteServer) -> None:
    def only_the_site(host: str, port: int) -> list[str]:
        return [host] if host == "127.0.0.1" else public_addresses(host, port)

    target = f"http://localhost:{site.server_port}/page"
    with Fetcher(resolve=only_the_site, timeouts=QUICK, pause=0) as fetcher:
        assert "not a public address" in refused(fetcher, f"{site.url}/to?{target}")
    assert site.paths == ["/robots.txt", f"/to?{target}"]


def test_name_is_looked_up_once_for_each_connection(site: SiteServer) -> None:
    answers = ["127.0.0.1", "127.0.0.1", "192.0.2.1"]
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return [answers[len(asked) - 1]]

    with Fetcher(resolve=changing, timeouts=QUICK, pause=0) as fetcher:
        page = fetched(fetcher, f"http://rebound.example:{site.server_port}/page")
    assert asked == ["rebound.example"] * 2
    assert page.url == f"http://rebound.example:{site.server_port}/page"
    assert site.asked[-1][2]["Host"] == f"rebound.example:{site.server_port}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.100.100.200", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
        ("2001:0:1::1", False),
        ("no address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_public(address: object) -> None:
    assert not is_public(str(address))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "not fetched"),
        ("ftp://example.org/a", "not fetched"),
        ("example.org/a.html", "begins with http://"),
        ("http://", "no host that can be"),
        ("http:///a", "no host that can be"),
        ("http://user@example.org/", "user name"),
        ("http://user:pass@example.org/", "user name"),
        ("http://example.org@127.0.0.1/", "user name"),
        ("http://exa mple.org/", "no host that can be"),
        ("http://example.org:99999/", "no host that can be"),
        ("http://example.org/\n\rX: y", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http://example.org/" + "a" * 5000, "characters long"),
    ],
)
def test_what_is_no_web_address_is_refused(address: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as error:
        check_url(address)
    assert "pass" not in str(error.value).replace("passwd", "")


def test_chinese_address_is_written_as_servers_take_it() -> None:
    url = check_url(" http://例子.中国/政策/通知.html?q=品牌#一 ")
    assert str(url).startswith("http://xn--fsqu00a.xn--fiqs8s/%E6%94%BF")
    assert "#" not in str(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(address: str) -> None:
    for candidate in (address, "http://" + address):
        with contextlib.suppress(ReadError):
            assert check_url(candidate).host


def test_every_address_of_a_host_is_checked() -> None:
    with pytest.raises(ReadError, match="not a public address"):
        public_addresses("localhost", 80)
    assert "127.0.0.1" in any_addresses("localhost", 80)


# What kind of file

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("path", "kind", "data", "ending"),
    [
        ("/a.html", "text/html; charset=utf-8", b"<p>", ".html"),
        ("/a", "application/xhtml+xml", b"<p>", ".html"),
        ("/a.pdf", "application/pdf", b"%PDF-1.4", ".pdf"),
        ("/a.pdf", "text/html", b"<!DOCTYPE html><p>gone", ".html"),
        ("/a.doc", "text/html", OLE2, ".doc"),
        ("/a.wps", "application/octet-stream", OLE2, ".wps"),
        ("/a.PDF?x=1", "", b"%PDF-1.4", ".pdf"),
        ("/a.txt", "text/plain", b"abc", ".txt"),
        ("/a.md", "text/plain", b"# abc", ".md"),
        ("/download", "application/octet-stream", b"<html>", ".html"),
        ("/download", "", b"abc", ".txt"),
        ("/a.ofd", "application/octet-stream", b"PK\x03\x04", ".zip"),
        ("/a.htm", "application/octet-stream", b"abc", ".html"),
    ],
)
def test_ending_is_told_by_bytes_then_type_then_name(
    path: str, kind: str, data: bytes, ending: str
) -> None:
    url = httpx.URL("http://example.org" + path)
    assert ending_of(url, httpx.Headers({"content-type": kind}), data) == ending


@pytest.mark.parametrize(("name", "ending"), [("word/document.xml", ".docx"), ("OFD.xml", ".ofd")])
def test_zip_is_told_by_what_it_holds(name: str, ending: str) -> None:
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    url = httpx.URL("http://example.org/f")
    assert ending_of(url, httpx.Headers({}), held.getvalue()) == ending


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=gb2312", "gb2312"),
        ('text/html;charset="GBK"', "GBK"),
        ("text/html", None),
        ("text/html; charset=", None),
        ("text/html; charset=a b\x00", None),
    ],
)
def test_charset_of_the_header(header: str, charset: str | None) -> None:
    assert content_type(httpx.Headers({"content-type": header}))[1] == charset
