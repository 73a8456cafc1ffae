"""`/readyz`: what is being served."""

from __future__ import annotations

from pydantic import BaseModel


class ReadyOut(BaseModel):
    status: str
    generation: str
    encoder: str
    reranker: str | None
    notices: int
    clauses: int
