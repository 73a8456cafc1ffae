"""The words around a cited title that say what part the document plays."""

from __future__ import annotations

import re

from corpus.metadata.category import ends_as_title

# Between the titles of one list.
LINK = re.compile(r"\s?(?:[、，,]?\s?(?:和|及|与|以及)?)\s?")
ABBREVIATION = re.compile(r"^(?:以下|下)?(?:统一)?(?:简)?称|以下(?:统)?简?称|下同")
GROUNDS = re.compile(
    r"(?:根据|依据|依照|按照|遵照|贯彻|落实|执行|参照|对照|针对|结合)[^。；，》]{0,30}$"
    r"|(?:根据|依据|依照|按照|遵照|贯彻|落实)[^。；》]{0,45}[，、和及][^。；，》]{0,24}$"
)
# 根据《…》修订 in the history under a title tells of the past.
CITES_ALONE = re.compile(r"\s?(?:第[一二三四五六七八九十]+次)?(?:修订|修正)")
AMENDED = re.compile(
    r"[^。；《》，]{0,24}(?:修改为|作如下修改|作出?(?:以下|如下)?(?:修改|修订|调整)|予以修改|进行(?:了)?(?:修改|修订)|"
    r"修订为|部分条款(?:进行|作)|，?现予?以?修改)"
)
AMENDS = re.compile(r"(?:修改|修订|修正)(?:了|后的)?\s?$")
ABOLISHED = re.compile(
    r"[^。；《》]{0,30}(?:同时废止|予以废止|即行废止|自行废止|废止|停止执行|停止使用|不再执行|不再施行|即行失效|同时失效|宣布失效)"
)
REPEALS = re.compile(r"(?:废止|停止执行)(?:了)?(?:[^。；《》，]{0,10}(?:印发|发布|公布|制定)的)?\s?$")
# 《…》已经省政府同意，现印发给你们: the document that this notice brings, not one that it cites.
CARRIED = re.compile(
    r"\s?(?:（[^（）]{0,30}）)?\s?(?:已经?|业经|经)[^。；《》]{0,80}(?:同意|通过|批准|审定)|\s?(?:予以|现予|现|随文)?(?:印发|发布|公布)给?(?:你们)?"
)
ANNEXED = re.compile(r"\s?[（(](?:见|详见)?附\s?件?")
FORM = re.compile(r"(?:[表单卡册簿图照]|申报书|申请书|承诺书|证书|报告书|许可证|合格证|登记证|日报|通知书|告知书|委托书)$")
KNOWN = re.compile(r"法$|宪法|公约$|协定$|协议$|章程$|解释$|白皮书$|预案$|大纲$|基准$|体系$|措施$|名录$|政策$")


def is_document(title: str) -> bool:
    """Whether a title that is merely mentioned is one of a document of state."""
    return ends_as_title(title) or KNOWN.search(re.sub(r"[（(][^（）()]*[）)]$", "", title)) is not None
