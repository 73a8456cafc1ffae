"""A kind of question and a text -> how well the text can answer it: organ, date, amount, phone."""

from __future__ import annotations

import functools
import re

from service.query import Question

REMEMBERED = 32_768  # texts whose worth is remembered; finding it takes some 5 microseconds

# What a passage must hold to be able to answer a kind of question, strongest sign first, and how
# much that sign is worth. 「什么时候」 is better answered by 12月1日前 than by 每年.
_ORGAN = (
    r"厅|局|部门|委员会|发展改革委|工信委|办公室|协会|机构|中心|政府|组织|单位|企业"
    r"|研究院|学会|集团|小组|联盟"
)
SIGNS: dict[str, tuple[tuple[re.Pattern[str], float], ...]] = {
    "who": (
        (
            re.compile(
                rf"(?:{_ORGAN})[^。；]{{0,30}}(?:负责|牵头|组织|承担|指导|审核|遴选|推荐|主管|主办|受理)"
                rf"|(?:由|依托|委托|支持|鼓励|指导|会同|引导)[^。；]{{0,20}}(?:{_ORGAN})"
            ),
            1.0,
        ),
        (re.compile(_ORGAN), 0.6),
    ),
    "when": (
        (
            re.compile(
                r"\d{1,2}月\s*\d{1,2}日(?:\s*\d{1,2}时)?(?:前|之前|以前|至|起|止|24时)|截止|截至"
            ),
            1.0,
        ),
        (
            re.compile(r"\d{1,2}月\s*\d{1,2}日|\d{4}年\s*\d{1,2}月|月底|年底|个?工作日|以内|之前"),
            0.7,
        ),
        (
            re.compile(
                r"\d+\s*[年月日天]|[一二三四五六七八九十两]+(?:年|个月|日|天)|季度|每年|每月"
            ),
            0.5,
        ),
    ),
    "how_much": (
        (
            re.compile(
                r"[\d.]+\s*(?:万|亿|%|％|‰|多)?(?:元|亿|万|%|％|个|家|项|名|件|倍|人|分|平方米|以上)|百分之"
            ),
            1.0,
        ),
        (re.compile(r"\d|[一二三四五六七八九十百两]+(?:个|家|项|名|倍|批|类|次)"), 0.6),
    ),
    "where": (
        (
            re.compile(
                r"[\u4e00-\u9fff]{2}(?:市|省|区|县)|路\d+号|地址|湛江|、[\u4e00-\u9fff]{2}(?:开展|等地)"
            ),
            1.0,
        ),
    ),
    "document": (
        (re.compile(r"〔\d{4}〕\s*第?\d+号|第\d+号令"), 1.0),
        (re.compile(r"(?:依据|根据|按照?|依照|执行|遵照)[^。;]{0,8}《|gb(?:/t)?\s?\d|废止"), 0.8),
        (re.compile(r"《[^》]+》"), 0.6),
    ),
    "contact": (
        (re.compile(r"1\d{10}|\d{3,4}[-—－]\d{7,8}|@"), 1.0),
        (re.compile(r"\d{7,8}|联系人|地址"), 0.6),
    ),
    "how": (
        (
            re.compile(
                r"程序|步骤|流程|方式|办法如下|按照|通过[^。;]{2,30}(?:提交|申报|报送|报名)"
            ),
            1.0,
        ),
        (re.compile(r"条件|方法|采取|采用|应当|经[^。;]{2,20}后"), 0.6),
    ),
    "list": (
        (
            re.compile(
                r"、[^、。;]{1,30}、|;[^;。]+;|[一二三]是[^。]+[二三四]是|\(二\)|(?:^|\s)2[.、]"
            ),
            1.0,
        ),
        (re.compile(r"包括|包含|以下|如下|清单|名单|[、;]"), 0.6),
    ),
    "scope": (
        (
            re.compile(
                r"适用|对象|申报主体|面向|(?:符合|具备|满足)[^。;]{0,20}(?:条件|要求)"
                r"|的(?:企业|单位|机构|人员|个人|项目|车辆|家庭|学生)(?:[,、]|均?可|方可)"
            ),
            1.0,
        ),
        (re.compile(r"条件|资格|范围|具备|符合|凡"), 0.6),
    ),
    "yes_no": (
        (
            re.compile(
                r"不得|不予|不可|不能|不再|不受|不需|无需|无须|不超过|禁止|严禁|可以|允许|均可|方可|必须|应当"
                r"|仅限|除外"
            ),
            1.0,
        ),
        (re.compile(r"[可应须需]"), 0.5),
    ),
}
DEADLINE = re.compile(r"截[止至]|期限|时限|最[迟晚]|deadline|due|expir", re.I)
DATE_ALONE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
MONEY = re.compile(r"元|补贴|补助|奖励|资金|金额|经费|标准|费用|yuan|subsid|fund|fee|cost")
MONEY_SIGN = re.compile(r"[\d.]+\s*(?:万|亿|千|百)?元|%|％")


def sign_of_answer(question: Question, plain: str) -> float:
    """How well a normalised text can answer the question's kind, in [0, 1].

    1 for any kind without signs: `what` and `compare`, which every text may answer."""
    if question.kind not in SIGNS:
        return 1.0
    money = question.kind == "how_much" and MONEY.search(question.text) is not None
    return _worth(question.kind, money, plain)


def only_signed(asks: str, plain: str) -> bool:
    """Whether a normalised text is no more than a date, where a deadline is asked for: a date alone
    is the one of signing."""
    return DEADLINE.search(asks) is not None and DATE_ALONE.fullmatch(plain.strip()) is not None


@functools.lru_cache(maxsize=REMEMBERED)
def _worth(kind: str, money: bool, plain: str) -> float:
    if money and MONEY_SIGN.search(plain):
        return 1.0
    signs = SIGNS[kind][1:] if money else SIGNS[kind]
    return next((worth for pattern, worth in signs if pattern.search(plain)), 0.0)
