"""A template's name, a language and values -> the page's HTML, everything escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.notice import CLOSING, PREAMBLE
from service.results import notice_url
from service.web.labels import EXAMPLES, printed_date, translator
from service.web.marking import around, heading_line, linked, marked
from service.words_en import ROLES_EN, STRENGTHS_EN

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Renderer:
    """Holds the compiled templates; `render` is safe to call from several threads."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals.update(
            marked=marked,
            linked=linked,
            around=around,
            heading_line=heading_line,
            examples=EXAMPLES,
            static=static_url,
            roles_en=ROLES_EN,
            strengths_en=STRENGTHS_EN,
        )
        self._templates.filters.update(web_address=web_address, fragment=fragment_of)

    def render(self, template: str, lang: str, chosen: bool, address: str, **values: object) -> str:
        """`chosen`: the reader picked the language, so links carry it; `address`: this page's."""
        t = translator(lang)
        return self._templates.get_template(template).render(
            t=t,
            lang=lang,
            chosen=chosen,
            link=Link(lang if chosen else None),
            other_language=with_language(address, "en" if lang == "zh" else "zh"),
            day=lambda date: printed_date(date, lang),
            clause_name=lambda path: clause_name(path, t),
            **values,
        )


def clause_name(path: str, t: Callable[[str], str]) -> str:
    """A path as readers see it: 开头 for preamble, 结尾 2 for closing~2, others as printed."""
    piece, _, copy = path.partition("~")
    if piece not in (PREAMBLE, CLOSING):
        return path
    return f"{t(piece)} {copy}" if copy else t(piece)


class Link:
    """`link(path, fragment, **query)`: an address on this site that keeps a chosen language."""

    def __init__(self, lang: str | None) -> None:
        self._lang = lang

    def __call__(self, path: str, fragment: str = "", **query: str | int | None) -> str:
        kept = {name: value for name, value in {**query, "lang": self._lang}.items() if value}
        escaped = fragment_of(fragment)
        return path + ("?" + urlencode(kept) if kept else "") + ("#" + escaped if escaped else "")

    def notice(self, notice_id: str, fragment: str = "", **query: str | int | None) -> str:
        return self(notice_url(notice_id), fragment, **query)


def fragment_of(path: str) -> str:
    """A clause path as a fragment, escaped as in `clause_url`, so that API and page agree."""
    return quote(path, safe="/()")


def with_language(address: str, lang: str) -> str:
    """This page in the other language: `address` (path and query) with `lang` set."""
    path, _, query = address.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("lang=")]
    return path + "?" + "&".join([*kept, f"lang={lang}"])


def static_url(name: str) -> str:
    """A static file's address with its digest, so that browsers may keep it for good."""
    if name not in _digests:
        _digests[name] = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={_digests[name]}"


_digests: dict[str, str] = {}


def web_address(url: str | None) -> str:
    """The address when it is http or https, else "": a link never runs `javascript:`."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""
