"""Notices of web addresses: indexed, recognised as unchanged, updated, refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from indexer.build import BuildReport, index_paths
from indexer.index import Index
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dims=256)
PAGE = """<html><head><title>某市政府网</title></head><body><h1>某市关于开展培训的通知</h1>
<p>各区政府：</p><p>一、培训由{who}负责，每年不少于两次。</p>
<p>二、经费由市财政局安排。</p></body></html>"""


class Site(ThreadingHTTPServer):
    """A site of one page with an ETag; `asked` are the statuses that it answered with."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.page, self.etag = PAGE.format(who="市质量协会"), '"1"'
        self.asked: list[int] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/notice.html"


class Answers(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            return self.send(404, b"")
        same = self.headers.get("If-None-Match") == self.server.etag
        status, body = (304, b"") if same else (200, self.server.page.encode())
        self.server.asked.append(status)
        return self.send(status, body)

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("ETag", self.server.etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silence: what was asked is kept by the site."""


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


def index(folder: Path, site: Site) -> BuildReport:
    return index_paths(folder, [site.address], ENCODER, allow_private=True)


def test_a_page_is_indexed_and_costs_nothing_while_it_is_unchanged(tmp_path: Path) -> None:
    with serving() as site:
        assert index(tmp_path, site).added == 1
        opened = Index.open(tmp_path, ENCODER)
        assert opened.notice_refs[0].source == site.address
        assert "市质量协会" in opened.notice(opened.notice_refs[0].id).cleaned
        again = index(tmp_path, site)
        assert (again.unchanged, again.updated, site.asked) == (1, 0, [200, 304])


def test_a_changed_page_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    with serving() as site:
        index(tmp_path, site)
        site.page, site.etag = PAGE.format(who="市商会"), '"2"'
        report = index(tmp_path, site)
        assert (report.notices, report.skipped, site.asked) == (1, (), [200, 200])
        opened = Index.open(tmp_path, ENCODER)
        assert "市商会" in opened.notice(opened.notice_refs[0].id).cleaned


def test_the_own_network_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    with serving() as site:
        report = index_paths(tmp_path, [site.address], ENCODER)
        assert site.asked == []
    (skipped,) = report.skipped
    assert skipped.source == site.address
    assert report.notices == 0


def test_a_site_that_is_gone_leaves_its_notice(tmp_path: Path) -> None:
    with serving() as site:
        index(tmp_path, site)
    report = index(tmp_path, site)
    assert (report.notices, len(report.skipped)) == (1, 1)
