"""A checked web address -> the answer to one GET: status, headers, at most so many bytes."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpcore
import httpx

from corpus.errors import ReadError
from corpus.web.addresses import Resolver
from corpus.web.connect import CheckedBackend, Deadline

AGENT = "gongwen"
HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
STEP = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds for a connection, for each wait for bytes, and for all that one document takes."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; `data` is unpacked, empty unless the status is 200."""

    status: int
    headers: httpx.Headers
    data: bytes


class Downloader:
    """One connection a request, to checked addresses only, no proxy, no cookies, no redirects."""

    def __init__(self, timeouts: Timeouts, resolve: Resolver) -> None:
        self.deadline = Deadline()
        self._timeouts = timeouts
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_keepalive_connections=0,
            network_backend=CheckedBackend(self.deadline, resolve),
        )

    def close(self) -> None:
        self._pool.close()

    def get(
        self, url: httpx.URL, limit: int, headers: dict[str, str], *, cut: bool = False
    ) -> Answer:
        """The answer; ReadError for what goes wrong on the way and for more than `limit` bytes,
        unless they are to be cut there."""
        wait = {"connect": self._timeouts.connect, "pool": self._timeouts.connect}
        wait |= {"read": self._timeouts.read, "write": self._timeouts.read}
        host = url.netloc.decode("ascii")
        try:
            with self._pool.stream(
                "GET",
                str(url),
                headers=[("Host", host), *HEADERS.items(), *headers.items()],
                extensions={"timeout": wait},
            ) as response:
                found = httpx.Headers(response.headers)
                if response.status != 200:
                    return Answer(response.status, found, b"")
                return Answer(200, found, _body(response.iter_stream(), found, limit, cut))
        except httpcore.TimeoutException as error:
            raise ReadError(
                f"{host} did not answer in time{_why(error)}; try again later"
            ) from None
        except httpcore.ConnectError as error:
            raise ReadError(_connection(host, error)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise ReadError(f"the answer of {host} broke off{_why(error)}; try again") from None


def _body(stream: Iterator[bytes], headers: httpx.Headers, limit: int, cut: bool) -> bytes:
    """The bytes of the answer, unpacked as they come, never more than the limit."""
    declared = headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < 19 and int(declared) > limit and not cut:
        raise _too_large(limit)
    kind = headers.get("content-encoding", "identity").strip().lower()
    if kind not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise ReadError(f"packed as {kind[:40]}, which was not asked for; save it as a file")
    parts = stream if kind in ("identity", "") else _unpacked(stream, kind == "deflate")
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > limit and not cut:
            raise _too_large(limit)
        if len(data) > limit:
            return bytes(data[:limit])
    return bytes(data)


def _unpacked(stream: Iterator[bytes], deflate: bool) -> Iterator[bytes]:
    """Unpacked in small steps, so that a bomb is stopped at the limit and not after it."""
    unpacker = None
    for packed in stream:
        while packed:
            if unpacker is None:
                unpacker = zlib.decompressobj(_window(packed) if deflate else 31)
            try:
                yield unpacker.decompress(packed, STEP)
            except zlib.error:
                raise ReadError("its packed bytes are damaged; try again") from None
            packed = unpacker.unconsumed_tail
            if unpacker.eof:
                # Several members in a row are one file; anything else after the end is padding.
                packed = unpacker.unused_data if unpacker.unused_data[:2] == b"\x1f\x8b" else b""
                unpacker = None
                if not packed:
                    return
    if unpacker is not None:
        raise ReadError("its packed bytes end too early; try again")


def _window(packed: bytes) -> int:
    """deflate is zlib by the standard, and bare from some servers."""
    zlib_head = packed[0] & 0x0F == 8 and len(packed) > 1 and int.from_bytes(packed[:2]) % 31 == 0
    return zlib.MAX_WBITS if zlib_head else -zlib.MAX_WBITS


def _too_large(limit: int) -> ReadError:
    return ReadError(f"over the limit of {limit / 2**20:.3g} MB; save it as a file and split it")


def _connection(host: str, error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or "TLS error"
            return f"no secure connection to {host} ({reason}); save the page as a file"
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refused the connection; check the address"
        cause = cause.__cause__ or cause.__context__
    return f"no connection to {host}{_why(error)}; check the address"


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f" ({text[:100]})" if text else ""
