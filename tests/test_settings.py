"""Settings: defaults, environment, errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from service import settings as settings_module
from service.settings import Settings, load_settings, variables


@pytest.fixture(autouse=True)
def no_variables_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in variables():
        monkeypatch.delenv(name, raising=False)


def test_defaults_serve_on_this_machine_only_with_limits_on() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.rate_limit) == ("127.0.0.1", 8000, 120)
    assert settings.max_upload == 20 * 1024 * 1024
    assert settings.api_key is None
    assert settings.encoder is None
    assert settings.index.name == "index"
    assert "gongwen" in settings.index.parts


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGWEN_INDEX", str(tmp_path))
    monkeypatch.setenv("GONGWEN_PORT", "8123")
    monkeypatch.setenv("GONGWEN_RATE_LIMIT", "0")
    monkeypatch.setenv("GONGWEN_MAX_UPLOAD", "2MiB")
    monkeypatch.setenv("GONGWEN_API_KEY", "open sesame")
    settings = load_settings()
    assert settings.index == tmp_path
    assert (settings.port, settings.rate_limit) == (8123, 0)
    assert settings.max_upload == 2 * 1024 * 1024
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "open sesame"


def test_given_values_win_over_the_environment_and_none_leaves_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GONGWEN_PORT", "8123")
    assert load_settings(port=9000).port == 9000
    assert load_settings(port=None).port == 8123


def test_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_PORT", "")
    monkeypatch.setenv("GONGWEN_API_KEY", "  ")
    settings = load_settings()
    assert settings.port == 8000
    assert settings.api_key is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGWEN_PORT", "eight"),
        ("GONGWEN_PORT", "70000"),
        ("GONGWEN_RATE_LIMIT", "-1"),
        ("GONGWEN_MAX_UPLOAD", "much"),
    ],
)
def test_wrong_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as caught:
        load_settings()
    message = str(caught.value)
    assert message.startswith(f"{name} is {value!r}: ")
    assert "; set it to " in message
    assert "\n" not in message


def test_key_is_not_shown_when_printed() -> None:
    assert "sesame" not in repr(load_settings(api_key="open sesame"))


def test_every_variable_is_documented_at_the_top_of_the_module() -> None:
    assert settings_module.__doc__ is not None
    for name, _, meaning in variables():
        assert f"\n{name} " in settings_module.__doc__
        assert meaning
    assert len(variables()) == len(Settings.model_fields)
