"""The page that checks a receipt: a file or what was typed -> the verdicts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from corpus.errors import ReceiptError
from service.http.dependencies import EngineDep
from service.http.limits import MOST_RECEIPT
from service.http.pages import page
from service.receipt import read_receipt

router = APIRouter(include_in_schema=False)


@router.get("/verify")
def form(request: Request) -> Response:
    return _page(request)


@router.post("/verify")
async def verify(request: Request, engine: EngineDep) -> Response:
    text = await _sent(request)
    try:
        read = read_receipt(text)
    except ReceiptError as error:
        typed = text.decode(errors="replace")
        return _page(request, 422, error=error, typed=typed)
    verdicts = await run_in_threadpool(engine.check, read)
    return _page(request, receipt=read, verdicts=verdicts)


def _page(request: Request, status: int = 200, **values: Any) -> Response:
    known = {"receipt": None, "verdicts": (), "error": None, "typed": "", "q": ""}
    return page(request, "verify.html", status, **{**known, **values})


async def _sent(request: Request) -> bytes:
    """The file, or else what was typed into the field."""
    async with request.form(max_files=1, max_fields=4, max_part_size=MOST_RECEIPT) as sent:
        file, typed = sent.get("file"), sent.get("text")
        data = await file.read() if isinstance(file, UploadFile) else b""
        return data if data.strip() else str(typed or "").encode()
