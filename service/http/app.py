"""Settings -> the ASGI application: engine, routes, pages, problems and limits joined."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from corpus.errors import GongwenError
from service.answer.generated import endpoint_of
from service.answer.generated.client import warm
from service.conversation import Conversations
from service.engine import Engine
from service.http import (
    answer_pages,
    facts,
    facts_pages,
    health,
    notices,
    pages,
    questions,
    verify_pages,
)
from service.http.edge import Edge
from service.http.limits import RateLimit
from service.http.metrics import Meter
from service.http.problems import MEDIA_TYPE, problem_of
from service.http.streams import Slots
from service.settings import Settings
from service.web.render import STATIC, Renderer

log = logging.getLogger("gongwen.http")

# Addresses that programs call: their errors are problem documents whatever they accept.
FOR_PROGRAMS = ("/api", "/openapi.json", "/healthz", "/readyz", "/metrics", "/static")


def make_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """The application; it starts without an index too and then says so (503, /readyz)."""
    engine = engine or Engine(settings.index, settings.encoder, reranker=settings.reranker)
    endpoint = endpoint_of(settings)
    meter = Meter()
    meter.watch_index(engine.count_clauses, engine.count_notices)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(engine.warm)
        if endpoint:
            await run_in_threadpool(warm)
        yield
        engine.close()

    app = Service(
        title="gongwen",
        summary="Semantic search over Chinese policy notices",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings, app.state.engine = settings, engine
    app.state.meter, app.state.renderer = meter, Renderer()
    app.state.conversations = Conversations()
    app.state.endpoint, app.state.slots = endpoint, Slots()
    for part in (
        questions, notices, facts, health, answer_pages, pages, facts_pages, verify_pages
    ):  # fmt: skip
        app.include_router(part.router)
    app.mount("/static", Kept(directory=STATIC))
    for kind in (GongwenError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _handle)
    app.add_middleware(
        Edge,
        meter=meter,
        rate=RateLimit(settings.rate_limit),
        max_upload=settings.max_upload,
        explain=explain,
    )
    return app


async def _handle(request: Request, error: Exception) -> Response:
    return explain(request, error)


def explain(request: Request, error: Exception) -> Response:
    """The response to an exception: a page for a reader, a problem document for a program."""
    problem = problem_of(error)
    request_id = request.scope["state"]["request_id"]
    if problem.status >= 500:
        log.error("request %s: %s", request_id, error, exc_info=error)
    path = request.url.path
    reads = "text/html" in request.headers.get("accept", "")
    if reads and not path.startswith(FOR_PROGRAMS):
        return pages.error_page(request, problem)
    return problem.response(path, request_id)


class Service(FastAPI):
    """FastAPI whose schema says that errors are problem documents, not plain JSON."""

    def openapi(self) -> dict[str, Any]:
        schema = super().openapi()
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if status >= "400" and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
        return schema


class Kept(StaticFiles):
    """Static files that browsers keep for a year: their addresses hold a digest (`?v=`)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
