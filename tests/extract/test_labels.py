"""Speech that the layout attributes: transcripts, headlines with a colon, signed quotations."""

from __future__ import annotations

import pytest

from avviso.pipeline import Reader
from avviso.records import Article

READER = Reader()

TRANSCRIPT = """The council met on Monday.

MAYOR: The bridge will be closed in spring.

ENGINEER: It needs new bolts before the flood.

MAYOR: Then we close it at once.
"""


def said(text: str, language: str = "en") -> list[tuple[str | None, str]]:
    reading = READER.read(Article("labels", text, language=language))
    return [
        (s.speaker.span.of(text) if s.speaker else None, s.content.of(text))
        for s in reading.statements
        if s.evidence.rule == "quotation.labelled"
    ]


def test_a_transcript_names_its_speakers() -> None:
    assert said(TRANSCRIPT) == [
        ("MAYOR", "The bridge will be closed in spring."),
        ("ENGINEER", "It needs new bolts before the flood."),
        ("MAYOR", "Then we close it at once."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The council met.\n\nNOTE: The bridge will be closed in spring.\n\nIt needs new bolts.",  # one label makes no transcript
        "Peru: bridges closed in spring\n\nThe council met on Monday and closed two bridges.",  # a country is what the headline is about
        "The council met at 10: 30 people came.\n\nThe mayor spoke at 11: 40 people left.",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert said(text) == []
