"""Makes the characters of a text even without moving any of them: what comes back has the same length, so every offset holds."""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\t\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufffc"
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_APOSTROPHES = "\u2019\u02bc\u02bb\u02b9\u2032\uff07\u055a\ua78c"
_HYPHENS = "\u00ad\u2010\u2011\ufe63\uff0d"
_QUOTES = {
    "\u201f": "“", "‹": "“", "›": "”", "「": "“", "」": "”", "『": "“", "』": "”", "《": "«", "》": "»",
    "〈": "«", "〉": "»", "〝": "“", "〞": "”", "\u2033": '"', "\uff02": '"', "\u02ba": '"', "❝": "“", "❞": "”",
}  # fmt: skip
#: Where Unicode keeps its control and format characters.
_WITH_CONTROLS = (range(0x3000), range(0xFE00, 0x10000), range(0x11000, 0x1D200), range(0xE0000, 0xE0100))


def _table() -> dict[int, str]:
    table = {code: " " for codes in _WITH_CONTROLS for code in codes if unicodedata.category(chr(code)) in {"Cc", "Cf"}}
    del table[ord("\n")]
    for characters, replacement in ((_SPACES, " "), (_LINE_ENDS, "\n"), (_APOSTROPHES, "'"), (_HYPHENS, "-")):
        table |= {ord(character): replacement for character in characters}
    return table | {ord(mark): replacement for mark, replacement in _QUOTES.items()}


_TABLE = _table()
_LETTER = r"[^\W\d_]"
_INNER_APOSTROPHE = re.compile(rf"(?<={_LETTER})[‘`´](?={_LETTER})")
_LOW_QUOTE = re.compile('„([^„“”"\n]*)[“”"]')
_WRONG_OPENING = re.compile(r"(?:(?<=[\s(\[])|\A)”(?=[^\W_])")
_WRONG_CLOSING = re.compile(r"(?<=[\w.,!?…])“(?=[\s.,;:!?)\]]|\Z)")
_DOUBLED_OPENING = re.compile(rf"(?:(?<=[\s(\[])|\A)''(?=\s?{_LETTER})|``")
_DOUBLED_CLOSING = re.compile(r"(?<=\S)''(?![\w'])")
_ANGLES = re.compile(r"<<([^<>\n]*)>>")


def normalise(text: str) -> str:
    """The text with plain spaces, line ends, apostrophes, hyphens and quotation marks, each in the place of what it stands for.

    A carriage return before a line feed becomes a space, every other kind of line end a line feed; invisible and control characters
    become spaces, a soft hyphen a hyphen. Marks written with two characters become a mark and a space. Accents and ligatures stay.
    """
    even = text.replace("\r\n", " \n").translate(_TABLE)
    even = _INNER_APOSTROPHE.sub("'", even)
    if "„" in even:
        even = _LOW_QUOTE.sub(r"“\1”", even).replace("„", "“")
    if "''" in even or "``" in even:
        even = _doubled(even)
    if "<<" in even:
        even = _ANGLES.sub(r" «\1» ", even)
    return _WRONG_CLOSING.sub("”", _WRONG_OPENING.sub("“", even))


def _doubled(text: str) -> str:
    """Marks made of two backticks or apostrophes: the mark stands beside the words, the space outside."""
    backticks = "``" in text
    text = _DOUBLED_OPENING.sub(" “" if backticks else ' "', text)
    return _DOUBLED_CLOSING.sub("” " if backticks else '" ', text)
