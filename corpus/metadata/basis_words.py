"""The words around a cited title that say what part the document plays."""

from __future__ import annotations

import re

from corpus.metadata.category import ends_as_title

# Between the titles of one list.
LINK = re.compile(r"\s?(?:[、，,]?\s?(?:和|及|与|以及)?)\s?")
# 以下简称《指引》: what follows under that name is the document named before.
SHORT_NAME = re.compile(r"简称(?:为|：|:)?\s?[“\"]?《(?P<name>[^《》\n]{1,40})》")
ABBREVIATION = re.compile(r"^(?:以下|下)?(?:统一)?(?:简)?称|以下(?:统)?简?称|下同")
GROUNDS = re.compile(
    r"(?:根据|依据|依照|按照|遵照|贯彻|落实|执行|参照|对照|以|[依遵]循)[^。；，》]{0,50}$"
)
# 以《…》为依据, and …，制定本规则 wherever it stands.
GROUNDS_AFTER = re.compile(r"[^。；，《》]{0,8}为(?:依据|根据|遵循|基础)")
MAKES_OWN = re.compile(r"[^。；《》]{0,60}(?:制定|制订|编制)(?:了)?本")
# 根据《…》修订 in the history under a title tells of the past.
CITES_ALONE = re.compile(r"\s?(?:第[一二三四五六七八九十]+次)?(?:修订|修正)")
AMENDED = re.compile(
    r"[^。；《》，]{0,24}(?:修改为|作出?(?:以下|如下)(?:修改|修订|修正|调整)|修订为)"
)
# Weaker words: 重点修订《…》 in a plan is a task, so they count only in a notice on amending.
MAY_AMEND = re.compile(r"[^。；《》，]{0,24}(?:予以修改|进行(?:了)?(?:修改|修订)|部分条款)")
MAY_AMEND_BEFORE = re.compile(r"(?:修改|修订|修正)(?:了)?\s?$")
ON_AMENDING = re.compile(r"修改|修订|修正")
ABOLISHED = re.compile(
    r"[^。；《》]{0,30}(?:同时废止|予以废止|即行废止|自行废止|废止|停止执行|停止使用|不再执行|不再施行|即行失效|同时失效|宣布失效)"
)
REPEALS = re.compile(
    r"(?:决定|现|即|予以|同时)(?:废止|停止执行)(?:了)?(?:[^。；《》，]{0,10}(?:印发|发布|公布|制定)的)?\s?$"
)
# 一、《甲办法》: a line of the list in a notice on abolishing.
LISTED = re.compile(r"\s?(?:[（(]?[\d一二三四五六七八九十]{1,4}[）)]?\s?[、.．]?)?\s?")
# 《…》已经省政府同意，现印发给你们: the document that this notice brings, not one that it cites.
CARRIED = re.compile(
    r"\s?(?:（[^（）]{0,30}）)?\s?(?:已经?|业经|经)[^。；《》]{0,80}(?:同意|通过|批准|审定)|\s?(?:予以|现予|现|随文)?(?:印发|发布|公布)给?(?:你们)?"
)
ANNEXED = re.compile(r"\s?[（(](?:见|详见)?附\s?件?")
FORM = re.compile(
    r"(?:[表单卡册簿图照]|申报书|申请书|承诺书|证书|报告书|许可证|合格证|登记证|日报|通知书|告知书|委托书)$"
)
KNOWN = re.compile(
    r"法$|宪法|公约$|协定$|协议$|章程$|解释$|白皮书$|预案$|大纲$|基准$|体系$|措施$|名录$|政策$"
)


def is_document(title: str) -> bool:
    """Whether a title that is merely mentioned is one of a document of state."""
    return (
        ends_as_title(title)
        or KNOWN.search(re.sub(r"[（(][^（）()]*[）)]$", "", title)) is not None
    )
