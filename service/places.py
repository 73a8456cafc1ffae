"""A text -> the places, issuers and years that it names and where they stand, Chinese or English.

Places and issuers are one kind, `where`: 「那天津呢」 after a question on 工信部 means the issuer.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from indexer.pinyin import spelled
from indexer.text import shadow

PROVINCES = """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
""".split()
CITIES = """
    广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州
    揭阳 云浮 南京 苏州 无锡 常州 南通 徐州 扬州 盐城 连云港 淮安 镇江 泰州 宿迁 杭州 宁波 温州
    嘉兴 湖州 绍兴 金华 衢州 舟山 台州 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳
    宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江
    新余 鹰潭 赣州 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 临沂 德州 聊城
    滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口
    驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳
    邵阳 岳阳 常德 张家界 益阳 郴州 永州 娄底 湘西 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林
    贺州 河池 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充
    眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通
    丽江 普洱 临沧 拉萨 日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 商洛 兰州 嘉峪关 金昌 天水
    武威 张掖 酒泉 庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密
    呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 太原 大同 阳泉 晋城 朔州 晋中
    运城 忻州 临汾 吕梁 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安新区 沈阳
    大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原
    白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
""".split()
# Names that are also within ordinary words (扩大理论, 集中山区) count only with 市 behind them.
ONLY_WITH_CITY = frozenset(
    "大理 中山 白山 通化 三明 南平 四平 大同 内江 九江 北海 黄山 保山".split()
)
_SPELT = {
    "陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Tibet", "香港": "Hong Kong",
    "澳门": "Macao|Macau", "西安": "Xi'an|Xian", "重庆": "Chongqing", "厦门": "Xiamen",
    "哈尔滨": "Harbin", "拉萨": "Lhasa", "乌鲁木齐": "Urumqi", "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos", "雄安新区": "Xiongan New Area", "台湾": "Taiwan", "长春": "Changchun",
    "长沙": "Changsha", "成都": "Chengdu", "六安": "Lu'an", "延安": "Yan'an",
}  # fmt: skip
ORGANS = {
    "工业和信息化部": "Ministry of Industry and Information Technology|MIIT",
    "国务院": "State Council",
    "国家发展改革委": "National Development and Reform Commission|NDRC",
    "财政部": "Ministry of Finance",
    "科技部": "Ministry of Science and Technology",
    "商务部": "Ministry of Commerce",
    "农业农村部": "Ministry of Agriculture and Rural Affairs",
    "生态环境部": "Ministry of Ecology and Environment",
    "市场监管总局": "State Administration for Market Regulation",
    "教育部": "Ministry of Education",
}
_HAN = "\u4e00-\u9fff"
_NOT_NAMED = "全我本各该外哪两几多跨分省市县区的在城和与"
# Only whole digits of a year, and not a target: 到2025年, by 2025, 2025年底.
_YEAR = re.compile(
    r"(?<![\d到至])(?<!by )(?<!until )(?:19|20)\d\d(?!\d|年底|年末|年前)(?:年度?)?", re.I
)


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is where or year; `name` is how it is called in Chinese; it stands at [start, end)."""

    kind: str
    name: str
    start: int
    end: int


def parts_of(text: str) -> list[Part]:
    """The places, issuers and years of a text, in order."""
    plain = shadow(text)
    found = [Part("year", m[0][:4], *m.span()) for m in _YEAR.finditer(plain)]
    found += [Part("where", _plain_name(m[0]), *m.span()) for m in _chinese().finditer(plain)]
    found += [Part("where", _names()[m[1]], *m.span()) for m in _english().finditer(plain)]
    return sorted(found, key=lambda part: part.start)


def english_name(name: str) -> str:
    """天津 is Tianjin; of several the first."""
    return (_SPELT | ORGANS).get(name, spelled(name).capitalize()).split("|")[0]


def _plain_name(printed: str) -> str:
    """天津市 is 天津, 工信部 工业和信息化部; an issuer keeps its name, so that two of one place
    differ."""
    printed = printed.replace("工信部", "工业和信息化部")
    return re.sub(r"(?<=..)(?:省|市|县|(?:壮族|回族|维吾尔)?自治区|特别行政区)$", "", printed)


@functools.cache
def _chinese() -> re.Pattern[str]:
    """A place with or without its rank, and an issuer of that place; a national organ; a place
    that we do not know, but which begins a run of characters and has a rank (东山省)."""
    sure = [name for name in (*PROVINCES, *CITIES) if name not in ONLY_WITH_CITY]
    places = "|".join(sorted(sure, key=len, reverse=True))
    rank = r"(?:省|市(?!场)|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
    unsure = "|".join(sorted(ONLY_WITH_CITY)) + r")市(?!场"
    unknown = rf"(?<![{_HAN}])[^\W\da-z{_NOT_NAMED}]{{2}}(?:省|市(?!场)|县)"
    organ = r"[^\W\da-z的关于和在]{2,4}(?:和[^\W\da-z的关于在]{2,4}?)?(?:厅|局|委员会|委(?!员))"
    national = "|".join(sorted([*ORGANS, "工信部"], key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{places}){rank}|(?:{unsure})|{unknown})(?:{organ}(?:办公室)?)?"
        rf"|(?:{national})(?:办公厅)?"
    )


@functools.cache
def _names() -> dict[str, str]:
    """English name, in lower case -> Chinese name."""
    found: dict[str, str] = {}
    for name in (*PROVINCES, *CITIES, *ORGANS):
        spelt = (_SPELT | ORGANS).get(name, spelled(name))
        for one in spelt.lower().split("|"):
            found.setdefault(one, name)
    return found


@functools.cache
def _english() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?<![a-z])({names})(?: (?:province|city|municipality))?(?![a-z])")
