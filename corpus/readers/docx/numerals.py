"""A count and Word's name of a number format -> the numeral as Word prints it."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
COUNTING = ("零一二三四五六七八九", "十百千")
LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
WIDE = {48 + digit: 0xFF10 + digit for digit in range(10)}


def printed(count: int, form: str) -> str:
    """The numeral; a count that the format cannot print, and a format unknown, is decimal.

    "none" and "bullet" print nothing.
    """
    if form in ("none", "bullet"):
        return ""
    write = FORMS.get(form)
    return (write(count) if write and count > 0 else None) or str(count)


def thousands(count: int, digits: str, units: str, short_ten: bool) -> str | None:
    """103 -> 一百零三, 10 -> 十 (`short_ten`) or 壹拾; None from 10,000 on."""
    if count > 9999:
        return None
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit == 0:
            gap = gap or bool(out)
            continue
        out += digits[0] if gap else ""
        out += digits[digit] + (units[power - 1] if power else "")
        gap = False
    ten = digits[1] + units[0]
    return out[1:] if short_ten and out.startswith(ten) else out


def _digits(count: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(count))


def _chinese(count: int) -> str | None:
    """十, 一百零三: so these are read and cited, though Word prints 一〇三 for chineseCounting and
    百三 for japaneseCounting from 100 on (WPS and LibreOffice print 一百零三)."""
    return thousands(count, *COUNTING, True)


def _roman(count: int) -> str | None:
    if count > 3999:
        return None
    out = ""
    for value, letters in ROMAN:
        times, count = divmod(count, value)
        out += letters * times
    return out


def _letters(count: int) -> str | None:
    """a … z, aa, bb …: Word repeats the letter."""
    times, letter = divmod(count - 1, 26)
    return chr(97 + letter) * (times + 1) if times < 10 else None


def _upper(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda count: (write(count) or "").upper()


def _series(first: str, length: int) -> Callable[[int], str | None]:
    """Signs that follow one another in Unicode: ① … ⑳."""
    return lambda count: chr(ord(first) + count - 1) if count <= length else None


def _of(signs: str) -> Callable[[int], str | None]:
    return lambda count: signs[count - 1] if count <= len(signs) else None


FORMS: dict[str, Callable[[int], str | None]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": lambda count: thousands(count, *LEGAL, False),
    "ideographLegalTraditional": lambda count: thousands(count, *LEGAL_TRADITIONAL, False),
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "ideographEnclosedCircle": _series("㊀", 10),
    "decimalFullWidth": lambda count: str(count).translate(WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(WIDE),
    "decimalZero": lambda count: f"{count:02d}",
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "lowerLetter": _letters,
    "upperLetter": _upper(_letters),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
}
