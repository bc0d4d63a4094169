"""Bytes as text: which encoding they are in, and whether they are text at all."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from avviso.errors import InputError

# The longer marks stand first: UTF-32's begins like UTF-16's.
_MARKS = (
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARY = (
    (b"%PDF-", "a PDF file; save its text and read that"),
    (b"PK\x03\x04", "a ZIP or office file; save it as text or HTML and read that"),
    (b"\x1f\x8b", "a gzip file; unpack it and read what is in it"),
    (b"\xd0\xcf\x11\xe0", "an office file; save it as text or HTML and read that"),
    (b"SQLite format 3", "a database; name it with --archive if it is an archive"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LATIN = "cp1252"
_FEW = 0.02
_MANY_HIGH = 0.35
_SAMPLE = 65_536


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of the bytes, without a byte order mark; every other character is kept, line ends too.

    The order of belief: a byte order mark, UTF-8 if the bytes are UTF-8, the encoding that came with them (`charset`), then
    Windows-1252 (which holds Latin-1), or what the bytes look most like where most of them are not Latin letters.
    Raises `InputError`, without the name of the input, when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    for mark, what in _KNOWN_BINARY:
        if data.startswith(mark):
            raise InputError(f"is {what}")
    if len(_CONTROLS.findall(data, 0, _SAMPLE)) > _FEW * min(len(data), _SAMPLE) or b"\x00" in data:
        raise InputError("is binary, not text; give a text, HTML, JSON or JSONL file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(data) or _as_told(data, charset) or _guessed(data)


def declared_charset(data: bytes) -> str | None:
    """The encoding that an HTML page declares in its head."""
    found = _DECLARED.search(data, 0, 4096)
    return found.group(1).decode("ascii") if found else None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"begins as {encoding.removesuffix('-sig').upper()} but is not; save it as UTF-8") from error


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 that a few bytes spoil: each of those becomes U+FFFD."""
    text = data.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    whole = sum(1 for sign in text if sign > "\x7f") - spoilt
    return text if spoilt * 10 <= whole else None


def _as_told(data: bytes, charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        return data.decode({"iso-8859-1": _LATIN, "latin-1": _LATIN, "latin1": _LATIN}.get(charset.lower(), charset))
    except (LookupError, ValueError):
        return None


def _guessed(data: bytes) -> str:
    if sum(byte > 0x7F for byte in data[:_SAMPLE]) > _MANY_HIGH * min(len(data), _SAMPLE):
        from charset_normalizer import from_bytes

        best = from_bytes(data[:_SAMPLE]).best()
        told = _as_told(data, best.encoding if best else None)
        if told:
            return told
    return _as_told(data, _LATIN) or data.decode("latin-1")
