"""A checked address -> a connection to it that ends by a deadline, as httpcore's backend."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from corpus.web.addresses import Resolver


class Deadline:
    """The moment by which all reading and writing is over; set anew for each document."""

    def __init__(self) -> None:
        self.moment = float("inf")

    def set(self, seconds: float) -> None:
        self.moment = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        self.moment += seconds

    def left(self, timeout: float | None) -> float:
        """The shorter of a timeout and what is left; a timeout error when nothing is."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("over the time for the whole page")
        return left if timeout is None else min(left, timeout)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, in their order, and to nothing else."""

    def __init__(self, deadline: Deadline, resolve: Resolver) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers; the name itself is never looked up a second time."""
        addresses = self._resolve(host, port)
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore.ConnectError(f"{host} has no address")


class TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline, so that dripping bytes cannot hold it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
