"""What whoever runs the service asks of it: alive, ready, metrics."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from service.http import schemas
from service.http.dependencies import EngineDep, Json, MeterDep, Refusal

router = APIRouter(default_response_class=Json)


@router.get("/healthz", summary="Is the process alive", tags=["service"])
async def healthz() -> Any:
    return Json({"status": "ok"})


@router.get(
    "/readyz",
    summary="Can it answer",
    response_model=schemas.ReadyOut,
    responses={503: {**Refusal, "description": "The index cannot be used"}},
    tags=["service"],
)
def readyz(engine: EngineDep) -> Any:
    state = engine.state()
    return Json(
        {
            "status": "ready",
            "generation": state.generation,
            "encoder": state.encoder,
            "reranker": state.reranker,
            "notices": state.notices,
            "clauses": state.clauses,
        }
    )


@router.get("/metrics", summary="Prometheus metrics", tags=["service"])
def metrics(meter: MeterDep) -> Response:
    return Response(meter.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
