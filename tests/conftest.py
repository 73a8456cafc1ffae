"""Shared fixtures: the real data folder, skipped where absent, required in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """../shared/data; the test skips where it is absent, unless CI requires it."""
    if not SHARED.is_dir():
        if os.environ.get("GONGWEN_REQUIRE_REAL_DATA"):
            pytest.fail("../shared/data is absent, and GONGWEN_REQUIRE_REAL_DATA is set")
        pytest.skip("../shared/data is absent")
    return SHARED


@pytest.fixture(scope="session")
def seed_file(shared: Path) -> Path:
    return shared / "notices" / "seed" / "guangdong-2020-quality-brand.txt"
