"""What is announced: called-off meetings, limits, weeks, and whom an item without actors concerns."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from avviso.exchange.contract import iso_date
from avviso.pipeline import Reader
from avviso.records import Article

# language, text read on 3 March 2026, kind, codes and date of each item
ITEMS = [
    ("en", "The summit in Lima on 5 May was called off.", []),
    ("en", "The visit, set for 5 May, was postponed to 7 June.", [("CONSULT", [], "2026-06-07")]),
    ("en", "A visit to Lima by Kenya's foreign minister has been postponed indefinitely.", []),
    ("en", "Kenya's president met the press. Lawmakers vote on 11 March.", [("VOTE", ["KEN:LEG"], "2026-03-11")]),
    ("en", "Kenya will deliver the wheat by the end of June.", [("AID", ["KEN"], "2026-06-30")]),
    ("fr", "Le ministre kényan Paul Ndong se rendra à Lima avant la fin mai.", [("CONSULT", ["KEN", "PER"], "2026-05-31")]),
    ("fr", "La visite du président kényan, prévue le 5 mai, a été annulée.", []),
    ("fr", "La délégation kényane arrivera à Lima cette semaine.", [("CONSULT", ["KEN", "PER"], "2026-03-02/2026-03-08")]),
]


@cache
def _reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(("language", "text", "items"), ITEMS, ids=[text for _, text, _ in ITEMS])
def test_agenda(language: str, text: str, items: list[tuple[str, list[str], str]]) -> None:
    found = _reader().read(Article("x", text, language=language, published=date(2026, 3, 3))).agenda
    assert [(i.what, [a.code for a in i.actors], iso_date(i.time)) for i in found] == items
