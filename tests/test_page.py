"""The page: server-rendered HTML, and driven in a real Chromium as a reader would."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from indexer.build import index_paths
from service.engine import Engine
from service.http.app import make_app
from service.results import clause_url, notice_url
from service.settings import load_settings
from service.web.labels import EXAMPLES, LABELS, preferred_language, printed_date
from service.web.marking import around, heading_line, marked
from service.web.render import web_address, with_language
from tests.facts import put_web_facts
from tests.fakes import HashingEncoder, running, write_web_notices

BRAND, ODD = "东工函〔2020〕15号", "南工信〔2022〕7号"
CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("page")
    encoder = HashingEncoder()
    index_paths(folder / "index", [write_web_notices(folder / "notices")], encoder)
    put_web_facts(folder / "index")
    settings = load_settings(index=folder / "index", rate_limit=0, api_key="")
    return make_app(settings, Engine(folder / "index", load=lambda _: encoder))


@pytest.fixture(scope="session")
def page(app: Any) -> Iterator[TestClient]:
    with TestClient(app, headers={"Accept": "text/html", "Accept-Language": "zh"}) as client:
        yield client


# Pieces of text


def test_marks_are_escaped_and_merged() -> None:
    html = marked('a<b>"品牌"培训', [(5, 7), (6, 8), (8, 9), (8, 9)])
    assert html == 'a&lt;b&gt;&#34;<mark class="term">品牌&#34;培</mark>训'


def test_window_shows_where_text_is_left_out() -> None:
    assert marked("第一句。第二句。第三句。", [(4, 6)], (4, 8)) == (
        '…<mark class="term">第二</mark>句。…'
    )
    assert marked("\n第一句。\n", (), (0, 6)) == "第一句。"


@pytest.mark.parametrize("spans", [[], [(3, 3)], [(5, 2)], [(90, 99)], [(-5, 0)]])
def test_spans_that_hold_nothing_mark_nothing(spans: list[tuple[int, int]]) -> None:
    assert marked("一二三四五", spans) == "一二三四五"


def test_spans_that_reach_out_are_cut() -> None:
    assert marked("一二三", [(-3, 1), (2, 9)]) == (
        '<mark class="term">一</mark>二<mark class="term">三</mark>'
    )


def test_heading_is_strong_with_its_numeral_and_may_hold_marks() -> None:
    html = marked("（一）品牌培训。每年办。", [(3, 5)], None, "term", "品牌培训")
    assert html == (
        "<strong>（一）</strong>"
        '<strong><mark class="term">品牌</mark></strong>'
        "<strong>培训</strong>。每年办。"
    )
    assert heading_line("（一）品牌培训。每年办。", "品牌培训") == "（一）品牌培训"
    assert heading_line("每年办。", "别处") == "别处"


def test_quote_is_shown_with_the_sentences_around_it() -> None:
    text = "甲。" * 150 + "要找的这一句。" + "乙。" * 150
    span = (300, 307)
    start, end = around(text, span, 60)
    assert start <= 300
    assert end >= 307
    assert 40 <= end - start <= 61
    assert text[start - 1] == text[end - 1] == "。"
    assert around("短。", (0, 1)) == (0, 2)
    whole = "没有句号" * 200
    assert around(whole, (100, 700), 60) == (100, 700)


def test_links_are_only_http() -> None:
    assert web_address("https://example.org/a") == "https://example.org/a"
    assert [web_address(url) for url in ("javascript:alert(1)", "/etc", None, "")] == [""] * 4


@pytest.mark.parametrize(
    ("asked", "header", "lang"),
    [
        (None, "", "zh"),
        (None, "en", "en"),
        (None, "en-GB,en;q=0.9,zh;q=0.5", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "en;q=0.7,zh;q=0.7", "zh"),
        (None, "fr,de;q=0.5", "zh"),
        (None, "en;q=x", "zh"),
        ("en", "zh", "en"),
        ("zh", "en", "zh"),
        ("xx", "en", "en"),
    ],
)
def test_language_is_asked_for_or_wished_else_chinese(
    asked: str | None, header: str, lang: str
) -> None:
    assert preferred_language(asked, header) == lang


def test_dates_are_printed_as_long_as_they_are_known() -> None:
    assert [printed_date(d, "zh") for d in ("2020-05-06", "2020-05", "2020", None)] == [
        *("2020年5月6日", "2020年5月", "2020年", "")
    ]
    assert [printed_date(d, "en") for d in ("2020-05-06", "2020-12", "2020", None)] == [
        *("6 May 2020", "December 2020", "2020", "")
    ]


def test_labels_have_the_same_blanks_in_both_languages() -> None:
    for name, (chinese, english) in LABELS.items():
        blanks = [sorted(re.findall(r"{(\w+)}", text)) for text in (chinese, english)]
        assert blanks[0] == blanks[1], name


def test_every_label_is_used() -> None:
    folder = Path(__file__).parents[1] / "service" / "web" / "templates"
    used = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.html"))
    unused = {name for name in LABELS if f"'{name}'" not in used}
    reasons = {"timeout", "refused", "not_found", "nothing_verified", "unreachable", "busy"}
    unused -= {f"summary_{reason}" for reason in reasons}
    assert unused <= {"no_hits", "low_confidence", "filtered_out", "preamble", "closing"}


def test_language_switch_keeps_the_rest_of_the_address() -> None:
    assert with_language("/n/x?q=%E4%B8%80&lang=zh", "en") == "/n/x?q=%E4%B8%80&lang=en"
    assert with_language("/", "en") == "/?lang=en"


# Pages without a browser


def test_home_offers_three_questions_as_links(page: TestClient) -> None:
    html = page.get("/").text
    for example in EXAMPLES:
        assert page.get(link_to(html, example)).status_code == 200
    assert "收录 3 份通知，29 个条款" in html
    assert 'lang="zh-Hans"' in html


def link_to(html: str, text: str) -> str:
    """The address behind the link with this text."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(text)}', html)
    assert found is not None, text
    return found[1].replace("&amp;", "&")


def test_answer_is_quoted_inside_its_clause_with_its_source(page: TestClient) -> None:
    html = page.get("/", params={"q": "谁负责品牌培训"}).text
    assert re.search(r'<mark class="quote">[^<]*省品牌协会负责品牌培训', html)
    assert f"{notice_url(BRAND)}?q={quote('谁负责品牌培训')}#{quote('五/(一)', safe='/()')}" in html
    for part in ("东山省工业厅", BRAND, "2020年5月6日", "五、加强人才培养", "转述，非官方文本"):
        assert part in html
    assert 'href="https://example.org/east/2020-15.html"' in html
    assert '<mark class="term">品牌培训</mark>' in html


def test_not_found_is_honest_and_shows_the_nearest(page: TestClient) -> None:
    html = page.get("/", params={"q": "月球基地补贴"}).text
    assert "没有找到有依据的答案" in html
    assert "最接近的条款" in html
    assert "<blockquote" not in html


def test_filters_are_kept_and_can_be_cleared(page: TestClient) -> None:
    html = page.get("/", params={"q": "补贴", "issuer": "西河省市场监管局", "year": "2021"}).text
    assert "<option selected>西河省市场监管局</option>" in html
    assert "<option selected>2021</option>" in html
    assert "/n/" + quote(BRAND) not in html
    assert page.get(link_to(html, "清除筛选")).status_code == 200
    nothing = page.get("/", params={"q": "补贴", "issuer": "无此机关"}).text
    assert "所选的机关和年份之内没有相关条款" in nothing
    assert "<option selected>无此机关</option>" in nothing


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"q": "长" * 2001}, "最多 2,000 个字，这里有 2,001 个"),
        ({"q": "？！"}, "里面没有文字"),
        ({"q": "补贴", "year": "soon"}, "年份是四位数字"),
    ],
)
def test_refused_questions_say_why(page: TestClient, params: dict[str, str], says: str) -> None:
    response = page.get("/", params=params)
    assert response.status_code == 422
    assert says in response.text


def test_blank_question_is_the_home_page(page: TestClient) -> None:
    assert "试试这些问题" in page.get("/", params={"q": "  "}).text


def test_notice_page_shows_every_clause_at_its_path(page: TestClient) -> None:
    response = page.get(notice_url(BRAND))
    html = response.text
    for path in ("preamble", "一", "五/(一)", "closing"):
        assert f'<section id="{path}"' in html
    assert "由本项目转述，非官方文本" in html
    assert f'href="#{quote("五/(一)", safe="/()")}">（一）组织品牌培训</a>' in html
    assert "<mark" not in html
    assert '<mark class="term">品牌</mark>' in page.get(f"{notice_url(BRAND)}?q=品牌").text
    assert page.get(f"{notice_url(BRAND)}?q=。。").status_code == 200


def test_api_address_of_a_clause_is_a_link_on_the_page(page: TestClient) -> None:
    assert clause_url(BRAND, "五/(一)") in page.get(notice_url(BRAND)).text


def test_markup_in_a_notice_stays_text(page: TestClient) -> None:
    for address in ("/", "/n", notice_url(ODD), "/?q=用电补贴", f"/?q=补贴&issuer={quote('<b>')}"):
        html = page.get(address).text
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>工信局" not in html
    assert "关于&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page.get(notice_url(ODD)).text


def test_question_is_escaped_everywhere(page: TestClient) -> None:
    html = page.get("/", params={"q": '"><script>alert(1)</script>品牌', "lang": "en"}).text
    assert "<script" not in html


def test_list_has_pages_and_filters(page: TestClient) -> None:
    html = page.get("/n").text
    assert html.index(quote(ODD)) < html.index(quote(BRAND))
    assert "共 3 份" in html
    assert quote(ODD) not in page.get("/n?year=2020").text
    assert "没有符合条件的通知" in page.get("/n?year=1999").text
    for odd in ("0", "-1", "x", "9999999", "99"):
        assert page.get("/n", params={"page": odd}).status_code == 200


def test_english_labels_around_chinese_text(page: TestClient) -> None:
    html = page.get("/?q=谁负责品牌培训&lang=en").text
    assert '<html lang="en">' in html
    for part in ("Related clauses", "6 May 2020", "restated, not the official text"):
        assert part in html
    assert f"{notice_url(BRAND)}?q={quote('谁负责品牌培训')}&amp;lang=en#" in html
    assert '<input type="hidden" name="lang" value="en">' in html
    wished = page.get("/", headers={"Accept-Language": "en"})
    assert "What do you want to look up?" in wished.text
    assert wished.headers["vary"] == "Accept-Language"
    assert "lang=en" not in link_to(wished.text, "All notices")


def test_missing_page_is_a_page_for_readers(page: TestClient) -> None:
    for address in ("/n/没有的", "/nothing"):
        response = page.get(address)
        assert response.status_code == 404
        assert "没有这份通知或这一页" in response.text
    assert page.get("/api/nothing").headers["content-type"] == "application/problem+json"


# In a real browser


@pytest.fixture(scope="session")
def site(app: Any) -> Iterator[str]:
    with running(app, load_settings()) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        if os.environ.get("GONGWEN_REQUIRE_BROWSER"):
            pytest.fail("/usr/bin/chromium is absent, and GONGWEN_REQUIRE_BROWSER is set")
        pytest.skip("there is no /usr/bin/chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """`open_page(size, **context)` gives a browser page; each leaves a screenshot in tmp_path."""
    opened = []

    def open_one(size: dict[str, int] = DESKTOP, **context: Any) -> Any:
        context = {"locale": "zh-CN", **context}
        opened.append(chromium.new_context(viewport=size, **context).new_page())
        return opened[-1]

    yield open_one
    for number, one in enumerate(opened):
        one.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        one.context.close()


browser = pytest.mark.browser


@browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_reader_asks_sees_the_answer_and_reaches_the_clause(
    site: str, open_page: Any, size: dict[str, int], scripts: bool
) -> None:
    tab = open_page(size, java_script_enabled=scripts)
    tab.goto(site)
    tab.get_by_label("你想查什么规定").fill("谁负责品牌培训")
    tab.get_by_role("button", name="查询").click()
    quoted = tab.locator("blockquote mark.quote")
    assert "省品牌协会负责品牌培训" in quoted.inner_text()
    tab.locator(".cited a").click()
    tab.wait_for_url("**/n/**")
    clause = tab.locator("section:target")
    assert clause.get_attribute("id") == "五/(一)"
    assert "组织品牌培训" in clause.inner_text()
    wait_until_still(tab, clause)
    box = clause.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"]
    other = tab.locator("section.clause:not(:target)").first
    assert look(clause, "backgroundColor") != look(other, "backgroundColor")
    assert look(clause, "borderLeftColor") != look(other, "borderLeftColor")
    assert tab.locator("section:target mark.term").count() >= 2


def wait_until_still(tab: Any, element: Any) -> None:
    """The page scrolls smoothly to its target; wait until it has arrived."""
    last = None
    for _ in range(50):
        box = element.bounding_box()
        if box == last:
            return
        last = box
        tab.wait_for_timeout(60)


def look(element: Any, style: str) -> str:
    """A computed style."""
    found: str = element.evaluate("(node, name) => getComputedStyle(node)[name]", style)
    return found


ADDRESSES = {
    "home": "/",
    "answer": "/?q=谁负责品牌培训",
    "nothing": "/?q=月球基地补贴标准",
    "refused": "/?q=。。。",
    "notice": notice_url(BRAND) + "?q=品牌#五/(一)",
    "odd": notice_url(ODD),
    "list": "/n",
    "duties": "/duties",
    "deadlines": "/deadlines?from=2020&to=2021",
    "missing": "/n/nothing",
    "docs": "/docs",
    "verify": "/verify",
}


@browser
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_phone_needs_no_sideways_scrolling(site: str, open_page: Any, name: str, lang: str) -> None:
    path, _, fragment = ADDRESSES[name].partition("#")
    tab = open_page(PHONE)
    tab.goto(site + path + ("&" if "?" in path else "?") + f"lang={lang}#{fragment}")
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]


@browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_text_has_the_contrast_of_wcag_aa(
    site: str, open_page: Any, name: str, scheme: str
) -> None:
    tab = open_page(color_scheme=scheme)
    tab.goto(site + ADDRESSES[name])
    pale = tab.evaluate(CONTRASTS)
    assert pale == []


# Every piece of text whose colour stands less than 4.5 : 1 against what is behind it.
CONTRASTS = """() => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const color = numbers(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const text = light(numbers(getComputedStyle(node).color).slice(0, 3));
    const back = light(behind(node));
    const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
    if (ratio < 4.5) found.push([node.tagName, node.className, ratio.toFixed(2)]);
  }
  return found;
}"""


@browser
def test_page_works_by_keyboard_alone(site: str, open_page: Any) -> None:
    tab = open_page()
    tab.goto(site)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "q"
    assert look(tab.locator("#q"), "outlineStyle") == "solid"
    tab.keyboard.type("哪些城市开展产业链协同创新试点")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/?q=*")
    tab.locator(".took").wait_for()
    assert "海湾市、石桥市" in tab.locator("blockquote mark").inner_text()


@browser
def test_every_field_has_a_label_and_every_page_one_title(site: str, open_page: Any) -> None:
    tab = open_page()
    for address in ADDRESSES.values():
        tab.goto(site + address)
        assert tab.title()
        unnamed = tab.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            ".filter(field => !field.labels.length).map(field => field.name)"
        )
        assert unnamed == []
        twice = tab.evaluate(
            "(ids => ids.filter((id, at) => ids.indexOf(id) < at))"
            "([...document.querySelectorAll('[id]')].map(node => node.id))"
        )
        assert twice == []


@browser
def test_filters_by_issuer_and_year(site: str, open_page: Any) -> None:
    tab = open_page(java_script_enabled=False)
    tab.goto(site + "/?q=补贴或者奖励")
    tab.get_by_label("发文机关").select_option("西河省市场监管局")
    tab.get_by_label("年份").select_option("2021")
    tab.get_by_role("button", name="查询").click()
    tab.wait_for_url("**year=2021*")
    tab.locator(".took").wait_for()
    titles = tab.locator(".hit h3").all_inner_texts()
    assert titles
    assert all(title.startswith("西河省标准化奖励办法") for title in titles)
    tab.get_by_role("link", name="清除筛选").first.click()
    tab.wait_for_url(lambda url: "year=2021" not in url)
    tab.locator(".took").wait_for()
    assert tab.get_by_label("年份").input_value() == ""


@browser
def test_outline_leads_to_the_clause(site: str, open_page: Any) -> None:
    tab = open_page(PHONE)
    tab.goto(site + notice_url(BRAND))
    tab.get_by_role("link", name="看目录").click()
    tab.locator("#outline").get_by_role("link", name="（二）讲好品牌故事").click()
    clause = tab.locator("section:target")
    clause.wait_for()
    assert clause.get_attribute("id") == "四/(二)"
    wait_until_still(tab, clause)
    assert 0 <= clause.bounding_box()["y"] <= PHONE["height"] - 60


@browser
def test_language_switch_keeps_the_question(site: str, open_page: Any) -> None:
    tab = open_page()
    tab.goto(site + "/?q=谁负责品牌培训")
    tab.get_by_role("link", name="English").click()
    tab.get_by_role("heading", name="Answer", exact=True).wait_for()
    assert tab.get_by_label("What do you want to look up").input_value() == "谁负责品牌培训"
    tab.locator(".cited a").click()
    tab.get_by_role("heading", name="Outline").wait_for()


@browser
def test_nothing_is_loaded_from_elsewhere_and_no_script_runs(site: str, open_page: Any) -> None:
    tab = open_page()
    asked: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("dialog", lambda dialog: complaints.append(dialog.message))
    for name in ("home", "answer", "notice", "odd", "list", "docs"):
        tab.goto(site + ADDRESSES[name])
    assert {url for url in asked if not url.startswith(site)} == set()
    assert complaints == []


@browser
def test_print_shows_the_text_without_the_frame(site: str, open_page: Any) -> None:
    tab = open_page()
    tab.goto(site + notice_url(BRAND))
    tab.emulate_media(media="print")
    assert tab.locator(".text").is_visible()
    for frame in (".masthead nav", ".outline", ".foot"):
        assert not tab.locator(frame).is_visible()
