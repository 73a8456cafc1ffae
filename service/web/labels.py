"""A label's name and a language -> the words on the page; Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Callable

LANGUAGES = ("zh", "en")

LABELS: dict[str, tuple[str, str]] = {
    "name": ("公文问答", "Gongwen"),
    "tagline": ("政策通知条款检索", "Clauses of Chinese policy notices"),
    "skip": ("跳到正文", "Skip to content"),
    "all_notices": ("全部通知", "All notices"),
    "other_language": ("English", "中文"),
    "question": ("你想查什么规定？", "What do you want to look up?"),
    "placeholder": ("例如：谁负责品牌培训", "For example: who runs brand training"),
    "ask": ("查询", "Search"),
    "examples": ("试试这些问题", "Try one of these"),
    "promise": (
        "收录 {notices} 份通知，{clauses} 个条款。每个答案都引条文原句；没有依据时直说没有找到。",
        "{notices} notices, {clauses} clauses. Every answer quotes its source; "
        "without a source it says so.",
    ),
    "latest": ("最近的通知", "Latest notices"),
    "issuer": ("发文机关", "Issuer"),
    "any_issuer": ("全部机关", "Any issuer"),
    "year": ("年份", "Year"),
    "any_year": ("全部年份", "Any year"),
    "apply": ("筛选", "Apply"),
    "clear": ("清除筛选", "Clear filters"),
    "answer": ("答案", "Answer"),
    "possible_answer": (
        "可能的答案，把握不大，请核对原文",
        "Possible answer, not sure: check the text",
    ),
    "summarise": ("生成概述", "Summarise"),
    "summary_by": (
        "由模型 {model} 依据下列原句概述；对不上原文的句子已删去。以原句为准。",
        "Summarised from the quotes below by the model {model}; sentences that do not agree with "
        "them were removed. The quotes count.",
    ),
    "summary_not_found": (
        "模型认为这些条款不足以概述，下面是条文原句。",
        "The model finds no summary in these clauses; here are the quotes.",
    ),
    "summary_nothing_verified": (
        "模型的概述没有一句与原文核对得上，因此不显示。",
        "No sentence of the model's summary agrees with the clauses, so none is shown.",
    ),
    "summary_refused": (
        "模型没有作答，下面是条文原句。",
        "The model declined; here are the quotes.",
    ),
    "summary_timeout": (
        "模型没有按时答完，下面是条文原句。",
        "The model took too long; here are the quotes.",
    ),
    "summary_unreachable": (
        "模型暂时不能用，下面是条文原句。",
        "The model cannot be used at the moment; here are the quotes.",
    ),
    "summary_busy": (
        "正在生成的概述太多，请稍后再试；下面是条文原句。",
        "Too many summaries are being written; try again later. Here are the quotes.",
    ),
    "not_found": ("没有找到有依据的答案", "No answer with a source was found"),
    "no_hits": (
        "收录的通知里没有与这个问题相关的条款。换个说法再试，或者到全部通知里浏览。",
        "No clause in these notices relates to the question. "
        "Try other words, or browse all notices.",
    ),
    "low_confidence": (
        "收录的通知里没有一句话能可靠地回答它。下面是最接近的条款，供你自行判断。",
        "No sentence in these notices answers it reliably. "
        "The nearest clauses are below, for you to judge.",
    ),
    "low_confidence_filtered": (
        "在所选的机关和年份之内，没有一句话能可靠地回答它。下面是其中最接近的条款。",
        "Within the chosen issuer and year no sentence answers it reliably. "
        "The nearest clauses there are below.",
    ),
    "filtered_out": (
        "所选的机关和年份之内没有相关条款。",
        "No clause matches within the chosen issuer and year.",
    ),
    "understood": (
        "已按「{meant}」查找，原文「{typed}」",
        "Searched for “{meant}”, typed was “{typed}”",
    ),
    "following": ("接着上一问，在《{title}》中查找", "Following up on {title}"),
    "following_all": (
        "接着上一问，按「{read_as}」在全部通知中查找",
        "Following up: searched all notices for “{read_as}”",
    ),
    "follow_up": ("追问", "Follow up"),
    "follow_up_placeholder": ("例如：那截止日期呢", "For example: and the deadline?"),
    "near_numbers": (
        "没有一份通知是这个文号。相近的文号：",
        "No notice has this document number. Near ones:",
    ),
    "clauses": ("相关条款", "Related clauses"),
    "nearest": ("最接近的条款", "Nearest clauses"),
    "took": (
        "检索 {total} 个条款，用时 {ms} 毫秒",
        "{total} clauses searched in {ms} ms",
    ),
    "whole_clause": ("展开整条", "Whole clause"),
    "restated": ("转述，非官方文本", "restated, not the official text"),
    "restated_long": (
        "由本项目转述，非官方文本",
        "restated by this project, not the official text",
    ),
    "official_text": ("官方文本", "Official text"),
    "number": ("文号", "Number"),
    "untitled": ("无标题的通知", "Untitled notice"),
    "date": ("成文日期", "Date"),
    "published": ("发布日期", "Published"),
    "effective": ("施行日期", "In force from"),
    "validity": ("有效期", "Valid"),
    "category": ("文种", "Kind"),
    "basis": ("依据", "Based on"),
    "amends": ("修改", "Amends"),
    "repeals": ("废止", "Repeals"),
    "attachments": ("附件", "Annexes"),
    "addressees": ("主送", "To"),
    "contacts": ("联系方式", "Contact"),
    "source": ("来源", "Source"),
    "edition": ("版本", "Edition"),
    "official": ("官方文本", "official text"),
    "outline": ("目录", "Outline"),
    "to_outline": ("看目录", "Outline"),
    "to_top": ("回到开头", "Back to top"),
    "preamble": ("开头", "Opening"),
    "closing": ("结尾", "Closing"),
    "duties": ("职责", "Duties"),
    "duties_lead": (
        "条款里写明由谁做什么：牵头、配合、负责、支持……每一项都指向原文。",
        "Who has to do what, as the clauses say it. Every line leads to its source.",
    ),
    "body": ("承担单位", "Body"),
    "body_placeholder": ("名称中的几个字", "Part of a name, in Chinese"),
    "role": ("角色", "Role"),
    "any_role": ("全部角色", "Any role"),
    "strength": ("语气", "Force"),
    "any_strength": ("全部", "Any"),
    "task": ("任务", "Task"),
    "bodies": ("出现最多的单位", "Most frequent bodies"),
    "roles": ("角色", "Roles"),
    "count_duties": ("共 {n} 项职责", "{n} duties"),
    "no_duties": ("没有符合条件的职责。", "No duty matches."),
    "deadlines": ("期限", "Deadlines"),
    "deadlines_lead": (
        "条款里写明日期的期限，按截止日排列。没有写年份的，按通知的日期推算。",
        "Deadlines with a day, by day. A year that is not stated is taken from the notice's date.",
    ),
    "due": ("截止日", "Due"),
    "due_from": ("从", "From"),
    "due_to": ("到", "To"),
    "day_placeholder": ("2020-05", "2020-05"),
    "words": ("原文", "Text"),
    "years": ("年份", "Years"),
    "months": ("月份", "Months"),
    "count_deadlines": ("共 {n} 项期限", "{n} deadlines"),
    "no_deadlines": ("没有符合条件的期限。", "No deadline matches."),
    "clause": ("出处", "Source"),
    "as_csv": ("下载表格 CSV", "Table (CSV)"),
    "as_ics": ("下载日历 ICS", "Calendar (ICS)"),
    "one_notice": ("只看一份通知：{id}", "One notice only: {id}"),
    "bad_role": (
        "没有这个角色或语气，请从列表里选。",
        "There is no such role or force; choose one of the list.",
    ),
    "bad_day": (
        "日期写错了，或者先后颠倒：写 2020、2020-05 或 2020-05-06。",
        "A date is malformed or after the other: write 2020, 2020-05 or 2020-05-06.",
    ),
    "link_here": ("指向本条的链接", "Link to this clause"),
    "back": ("回到检索结果", "Back to results"),
    "count_clauses": ("{n} 个条款", "{n} clauses"),
    "count_notices": ("共 {n} 份", "{n} in all"),
    "no_notices": ("没有符合条件的通知。", "No notice matches."),
    "newer": ("上一页", "Previous"),
    "older": ("下一页", "Next"),
    "home": ("回到首页", "Back to the start"),
    "footer": (
        "检索结果供查阅，效力以官方文本为准。",
        "For reading only; the official text prevails.",
    ),
    "api": ("接口文档", "API"),
    "save_receipt": ("保存凭据", "Save receipt"),
    "verify": ("核对凭据", "Verify a receipt"),
    "verify_what": (
        "凭据是保存下来的答案：问题、引文、出处和当时的索引。在这里核对引文是否仍逐字在收录的通知里。",
        "A receipt is an answer that was saved: the question, the quotes, their places and the "
        "index of the time. Check here whether the quotes are still in these notices, "
        "word for word.",
    ),
    "receipt_file": ("凭据文件", "The receipt's file"),
    "receipt_text": ("或者粘贴它的内容", "Or paste what it holds"),
    "check": ("核对", "Verify"),
    "receipt_none": (
        "请选择凭据文件，或者粘贴它的内容。",
        "Choose a receipt's file, or paste what it holds.",
    ),
    "receipt_bad": ("这不是可核对的凭据：{detail}", "This cannot be verified: {detail}"),
    "receipt_edited": (
        "凭据保存之后被改动过：内容与摘要不符。请用保存时的原件。",
        "The receipt was changed after it was saved: its digest does not match. "
        "Use the file as it was saved.",
    ),
    "verdicts": ("核对结果", "Verdicts"),
    "asked_at": ("{day} {time}（UTC）提问", "asked {day} {time} UTC"),
    "stands": ("原文未变", "Stands"),
    "changed": ("条款已改，引文仍在", "The clause changed, the quote stands"),
    "moved": ("引文已移到别处", "Moved"),
    "gone": ("引文已不在", "Gone"),
    "notice_gone": ("通知已不在", "The notice is gone"),
    "cited_from": ("当时引自", "Cited from"),
    "notice_left": ("这份通知已不在", "this notice is gone"),
    "stands_in": ("现在见于", "Now in"),
    "same_words": (
        "文字相同，只差空格、全半角、大小写或繁简：",
        "The same words with other blanks, widths, letter case or Traditional forms:",
    ),
    "nearest_passage": ("最接近的一段，供你自行判断：", "The nearest passage, for you to judge:"),
    "nothing_quoted": (
        "当时没有找到有依据的答案，所以没有引文可核对。",
        "There was no answer with a source, so there is no quote to verify.",
    ),
    "error_title": ("这一页打不开", "This page cannot be shown"),
    "error_query": (
        "这个问题没法检索：里面没有文字。写几个字再试。",
        "This cannot be searched: it holds no words. Write a few and try again.",
    ),
    "error_long": (
        "问题太长：最多 {most} 个字，这里有 {length} 个。只留下要问的那一句。",
        "The question is too long: at most {most} characters, this has {length}. "
        "Keep the one sentence that asks.",
    ),
    "error_filter": (
        "筛选条件写错了：年份是四位数字，例如 2020。",
        "A filter is malformed: a year is four digits, such as 2020.",
    ),
    "error_missing": (
        "没有这份通知或这一页。网址可能写错了，或者通知已经移除。",
        "There is no such notice or page. The address may be mistyped, or the notice was removed.",
    ),
    "error_state": (
        "索引暂时不能用，请稍后再试。",
        "The index cannot be used at the moment. Try again later.",
    ),
    "error_rate": (
        "请求太频繁，请过一会儿再试。",
        "Too many requests. Wait a moment and try again.",
    ),
    "error_other": (
        "请求没有被接受：{detail}",
        "The request was not accepted: {detail}",
    ),
    "error_internal": (
        "服务出了错，已经记录。编号 {request_id}",
        "Something went wrong on our side and was logged. Reference {request_id}",
    ),
}

EXAMPLES = ("谁负责品牌培训", "哪些城市开展产业链协同创新试点", "who runs brand training")


def translator(lang: str) -> Callable[..., str]:
    """`t(name, **values)` in one language; an unknown name is a KeyError, never a blank."""
    column = LANGUAGES.index(lang)

    def t(name: str, **values: object) -> str:
        return LABELS[name][column].format(**values)

    return t


def preferred_language(asked: str | None, accept_language: str) -> str:
    """`?lang=` when it is one of ours, else the browser's wish, else Chinese."""
    if asked in LANGUAGES:
        return asked
    wishes = {"zh": 0.0, "en": 0.0}
    for part in accept_language.split(","):
        tag, _, quality = part.strip().partition(";q=")
        base = tag.split("-")[0].strip().lower()
        if base in wishes:
            wishes[base] = max(wishes[base], _weight(quality))
    return "en" if wishes["en"] > wishes["zh"] else "zh"


def _weight(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0


def printed_date(date: str | None, lang: str) -> str:
    """2020-05-06 -> 2020年5月6日 or 6 May 2020; shorter dates stay as short; "" when unknown."""
    if not date:
        return ""
    year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
    if lang == "zh":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    names = "January February March April May June July August September October November December"
    parts = [str(day) if day else "", names.split()[month - 1] if month else "", str(year)]
    return " ".join(part for part in parts if part)
