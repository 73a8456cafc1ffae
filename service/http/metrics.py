"""What the service did -> Prometheus text; one registry for each app, so that two never mix."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# A warm search takes 3 ms, a page 10 ms: the usual buckets would put all of them in one.
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Meter:
    """Counts requests by route template (never by address: ids would make endless series)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "gongwen_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "gongwen_http_request_seconds",
            "Seconds from request to response",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._work = Histogram(
            "gongwen_search_seconds",
            "Seconds inside search() and ask()",
            ("kind",),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def watch_index(self, clauses: Callable[[], float], notices: Callable[[], float]) -> None:
        """The index's size, asked for when the metrics are read."""
        Gauge("gongwen_index_clauses", "Clauses in the index", registry=self.registry).set_function(
            clauses
        )
        Gauge("gongwen_index_notices", "Notices in the index", registry=self.registry).set_function(
            notices
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    @contextmanager
    def working(self, kind: str) -> Iterator[None]:
        """Times the block as one search or ask, also when it raises."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._work.labels(kind).observe(time.perf_counter() - began)

    def text(self) -> bytes:
        return generate_latest(self.registry)
