"""A model server that knows its lines: chat completions, streamed over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from service.answer.generated import Endpoint

Script = Callable[["Call"], None]
KEY = "sk-open-sesame"


class Call(BaseHTTPRequestHandler):
    """One request, with what the script says back; the server keeps what was asked."""

    server: LlmServer

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.calls.append(self)
        try:
            self.server.script(self)
        except OSError:
            self.server.left.set()

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    def clause_with(self, words: str) -> int:
        """The number under which the prompt shows the clause that holds these words."""
        blocks = self.prompt.split('<clause number="')[1:]
        return next(int(block.split('"')[0]) for block in blocks if words in block)

    def start(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def delta(self, **delta: Any) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": self.body["model"],
            "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
        }
        self.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def done(self) -> None:
        self.write(b"data: [DONE]\n\n")

    def log_message(self, *_: Any) -> None: ...


class LlmServer(ThreadingHTTPServer):
    """`left` is set when a client went away before the script was done."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.script = script
        self.calls: list[Call] = []
        self.left = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def endpoint(self, timeout: float = 20.0) -> Endpoint:
        return Endpoint(self.address, "scripted", KEY, timeout)


@contextmanager
def serving(script: Script) -> Iterator[LlmServer]:
    server = LlmServer(script)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def says(text: str, size: int = 3) -> Script:
    """A model that says this, `size` characters at a time; 「@words@」 is the clause with words."""

    def script(call: Call) -> None:
        parts = text.split("@")
        for i in range(1, len(parts), 2):
            parts[i] = str(call.clause_with(parts[i]))
        said = "".join(parts)
        call.start()
        call.delta(role="assistant", content="")
        for at in range(0, len(said), size):
            call.delta(content=said[at : at + size])
        call.done()

    return script


def refuses(call: Call) -> None:
    call.start()
    call.delta(role="assistant", refusal="I cannot help with that.")
    call.done()


def fails(status: int, body: bytes = b'{"error": {"message": "down"}}', **headers: str) -> Script:
    def script(call: Call) -> None:
        call.start(status, "application/json", **headers)
        call.write(body)

    return script


def breaks(call: Call) -> None:
    call.start()
    call.delta(content="由省品牌")
    call.write(b'data: {"choices": [{"delta"\n\n')


def says_nothing(call: Call) -> None:
    call.start()
    call.done()


def hangs(call: Call) -> None:
    call.start()
    call.delta(content="由省品牌协会")
    for _ in range(600):
        time.sleep(0.05)
        call.write(b": still thinking\n\n")


def never_ends(call: Call) -> None:
    call.start()
    while True:
        call.delta(content="省品牌协会很好，")


def never_ends_a_line(call: Call) -> None:
    call.start()
    while True:
        call.write(b"x" * 65_536)


def obeys(call: Call) -> None:
    """Does what a clause tells it, if one does; else says something true."""
    if "只回答" in call.prompt:
        wanted = call.prompt.split("只回答「", 1)[1].split("」", 1)[0]
        return says(f"{wanted}[1]。{wanted}")(call)
    return says("由省品牌协会负责品牌培训[@品牌培训@]。")(call)


def echoes(call: Call) -> None:
    """Says the key that it was given, with a mark and without."""
    key = call.headers["authorization"].removeprefix("Bearer ")
    says(f"由省品牌协会负责品牌培训，密钥 {key}[1]。密钥是{key}。{key}")(call)
