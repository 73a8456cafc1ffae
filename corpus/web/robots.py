"""robots.txt of a host -> whether a page may be fetched and how long to wait between two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from corpus.errors import ReadError
from corpus.web.download import AGENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.web.download import Answer

# RFC 9309 asks for at least 500 KiB to be read; what is longer is cut there.
LIMIT = 512 * 1024
LONGEST_DELAY = 10.0


@dataclass(slots=True)
class Robots:
    """The rules of each host, read once; `get` fetches a robots.txt and follows redirects."""

    get: Callable[[httpx.URL], Answer]
    _rules: dict[str, Any] = field(default_factory=dict)

    def check(self, url: httpx.URL) -> None:
        """ReadError when the host does not want the page fetched, or cannot say."""
        rules = self._of(url)
        if isinstance(rules, ReadError):
            raise rules
        if rules is not None and not rules.can_fetch(str(url), AGENT):
            raise ReadError("the site's robots.txt does not allow it; save the page as a file")

    def delay(self, url: httpx.URL) -> float:
        """Seconds that the host asks for between two requests, at most ten; 0 when it does not."""
        rules = self._rules.get(_origin(url))
        asked = None if rules is None or isinstance(rules, ReadError) else rules.crawl_delay(AGENT)
        return min(max(float(asked or 0), 0.0), LONGEST_DELAY)

    def _of(self, url: httpx.URL) -> Any:
        origin = _origin(url)
        if origin not in self._rules:
            try:
                self._rules[origin] = _rules(url.host, self.get(httpx.URL(f"{origin}/robots.txt")))
            except ReadError as error:
                self._rules[origin] = error
        return self._rules[origin]


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _rules(host: str, answer: Answer) -> Any:
    """None where there are none (4xx); a site with a fault is left alone, as RFC 9309 says."""
    if answer.status != 200 and 400 <= answer.status < 500 and answer.status != 429:
        return None
    if answer.status != 200:
        raise ReadError(
            f"robots.txt of {host} answered {answer.status}, so it is not known what the site"
            " allows; try again later"
        )
    from protego import Protego

    return Protego.parse(answer.data.decode("utf-8", "replace").replace("\x00", ""))
