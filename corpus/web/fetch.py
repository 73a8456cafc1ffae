"""A web address -> the page's bytes and what kind of file they are, fetched politely and safely."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from types import TracebackType

import httpx

from corpus.errors import ReadError
from corpus.web.addresses import Resolver, check_url, public_addresses
from corpus.web.download import Answer, Downloader, Timeouts
from corpus.web.pagetype import content_type, ending_of
from corpus.web.robots import LIMIT as ROBOTS_LIMIT
from corpus.web.robots import Robots

SIZE_LIMIT = 32 * 1024 * 1024
REDIRECTS = 5
PAUSE = 0.5
TIMEOUTS = Timeouts()
NEXT_STEP = {
    401: "the site asks for a log-in; save the page as a file",
    403: "the site refuses programs; save the page in the browser",
    404: "check the address",
    410: "the page was taken away; check the address",
    412: "the site refuses programs; save the page in the browser",
    429: "too many requests; try again later",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier answer said to recognise the same document by."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched document; `url` is the address after redirects, `ending` chooses the reader."""

    url: str
    data: bytes
    ending: str
    charset: str | None = None
    known: Known = Known()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The document is the one that is known (304)."""

    url: str


class Fetcher:
    """Fetches one document after the other; keeps each host's robots.txt and its last request.

    Only public addresses, unless `resolve` is `any_addresses`; one request at a time, and between
    two to one host `pause` seconds, or what robots.txt asks for, up to ten.
    """

    def __init__(
        self,
        *,
        resolve: Resolver = public_addresses,
        timeouts: Timeouts = TIMEOUTS,
        limit: int = SIZE_LIMIT,
        pause: float = PAUSE,
    ) -> None:
        self._timeouts = timeouts
        self._limit = limit
        self._pause = pause
        self._downloader = Downloader(timeouts, resolve)
        self._robots = Robots(self._robots_txt)
        self._last: dict[str, float] = {}
        self._turn = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._downloader.close()

    def fetch(self, address: str, known: Known | None = None) -> Page | Unchanged:
        """The document at an address; Unchanged when the server says it is the `known` one.

        ReadError in one line: a bad or private address, robots.txt, an error of the network or
        of the server, a document over the limit.
        """
        with self._turn:
            self._downloader.deadline.set(self._timeouts.whole)
            url, answer = self._follow(check_url(address), known)
        if answer.status == 304 and known is not None:
            return Unchanged(str(url))
        if answer.status != 200:
            raise ReadError(f"answered {answer.status}; {_next_step(answer.status)}")
        if not answer.data:
            raise ReadError("answered with an empty page; check the address")
        _, charset = content_type(answer.headers)
        found = Known(answer.headers.get("etag"), answer.headers.get("last-modified"))
        ending = ending_of(url, answer.headers, answer.data)
        return Page(str(url), answer.data, ending, charset, found)

    def _follow(self, url: httpx.URL, known: Known | None) -> tuple[httpx.URL, Answer]:
        """The last address and its answer; each redirect is checked like the first address."""
        for _ in range(REDIRECTS + 1):
            self._robots.check(url)
            answer = self._get(url, self._limit, _conditions(known))
            target = _target(url, answer)
            if target is None:
                return url, answer
            url = target
        raise ReadError(f"over {REDIRECTS} redirects; check the address")

    def _robots_txt(self, url: httpx.URL) -> Answer:
        for _ in range(REDIRECTS + 1):
            answer = self._get(url, ROBOTS_LIMIT, {}, cut=True)
            target = _target(url, answer)
            if target is None:
                return answer
            url = target
        raise ReadError(f"robots.txt of {url.host} redirects over {REDIRECTS} times; try later")

    def _get(
        self, url: httpx.URL, limit: int, headers: dict[str, str], cut: bool = False
    ) -> Answer:
        """One request, after the pause that its host is owed; waiting does not use up its time."""
        pause = max(self._pause, self._robots.delay(url))
        wait = self._last.get(url.host, float("-inf")) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
            self._downloader.deadline.extend(wait)
        try:
            return self._downloader.get(url, limit, headers, cut=cut)
        finally:
            self._last[url.host] = time.monotonic()


def _target(url: httpx.URL, answer: Answer) -> httpx.URL | None:
    """Where an answer redirects to, checked; None when it does not."""
    if answer.status not in (301, 302, 303, 307, 308):
        return None
    location = answer.headers.get("location")
    if not location:
        raise ReadError(f"answered {answer.status} without an address; check the address")
    try:
        return check_url(str(url.join(location)))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise ReadError("redirects to what is no web address; check the address") from None


def _conditions(known: Known | None) -> dict[str, str]:
    """The headers that ask for the document only if it has changed."""
    asked = {}
    if known and known.etag and known.etag.isascii() and known.etag.isprintable():
        asked["If-None-Match"] = known.etag
    modified = known.last_modified if known else None
    if modified and modified.isascii() and modified.isprintable():
        asked["If-Modified-Since"] = modified
    return asked


def _next_step(status: int) -> str:
    if status in NEXT_STEP:
        return NEXT_STEP[status]
    return "the site has a fault; try again later" if status >= 500 else "check the address"
