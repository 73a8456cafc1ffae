"""Settings -> a listening server; the port is bound before anything is promised."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from corpus.errors import ServeError
from service.http.app import make_app
from service.settings import Settings

# 2,000 characters of Chinese take 18 kB in an address; one of 10,000 must still reach the app to
# be refused with a problem document.
MOST_HEAD = 256 * 1024


class RawAddresses(H11Protocol):
    """HTTP that also takes addresses typed as they are read: `curl …/api/search?q=品牌`.

    Bytes above 127 are not allowed in a request line, but curl sends them; they are escaped before
    the parser sees them. Bodies and headers pass untouched.
    """

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and b"\n" not in self.conn.trailing_data[0]:
            line, end, rest = data.partition(b"\n")
            data = escaped(line) + end + rest
        super().data_received(data)


def escaped(line: bytes) -> bytes:
    """Every byte above 127 as %XX."""
    if line.isascii():
        return line
    return b"".join(b"%%%02X" % byte if byte > 127 else bytes((byte,)) for byte in line)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serves until it is interrupted; `say` gets the address once the port is ours.

    ServeError when the address cannot be bound, RerankerError when there is no such reranker.
    """
    with bind(settings.host, settings.port) as listener:
        app = make_app(settings)
        app.state.engine.reranker()  # a wrong name should stop the start, not every question
        server = make_server(app, settings)
        say(address(listener))
        server.run(sockets=[listener])


def make_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """The server of an app; `run(sockets=[bind(...)])` starts it."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=RawAddresses,
            ws="none",
            h11_max_incomplete_event_size=MOST_HEAD,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_graceful_shutdown=10,
        )
    )


def address(listener: socket.socket) -> str:
    """Where a listener answers, as a reader types it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio would not switch Nagle's algorithm off for its connections, and
    # every answer on a kept connection would wait 40 ms for an acknowledgement (44 ms, now 1 ms).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise ServeError(
            f"cannot listen on {host}:{port}: {(error.strerror or str(error)).lower()}; "
            "choose another with --port or GONGWEN_PORT"
        ) from None
    return listener
