"""The pages of receipts: an answer's receipt to save, and the form that checks one."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from corpus.errors import ReceiptError
from service.http.limits import MOST_RECEIPT
from service.http.pages import SHOWN, Text, page
from service.http.routes import EngineDep, MeterDep
from service.query import make_filters
from service.receipt import read_receipt

router = APIRouter(include_in_schema=False)


@router.get("/receipt")
def receipt(
    engine: EngineDep, meter: MeterDep, q: Text = "", issuer: Text = "", year: Text = ""
) -> Response:
    """What the page of results answers to the same address, asked now, as a file to keep."""
    filters = make_filters(issuer, None, year, year, None)
    with meter.working("ask"):
        _, made = engine.ask_for_receipt(q, SHOWN, "hybrid", filters)
    text = json.dumps(made.to_json(), ensure_ascii=False, indent=2) + "\n"
    name = f"gongwen-receipt-{re.sub('[-:]', '', made.asked_at[:19])}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)


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
