"""What the stock ruler says of every word, the remembering one says too."""

from __future__ import annotations

import json

import pytest

from avviso.knowledge.files import DATA
from avviso.knowledge.grammar import grammar
from avviso.read import ruler
from avviso.read.inference import NAMES, load_model

MODEL = load_model(grammar("en").model)
TEXTS = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((DATA / "samples").glob("*-en.json"))]
ODD = [
    "There's a treaty, and there were two.  It ain't over: they're gonna sign, let's wait.",
    "\t\n \u00a0",
    "\N{DOVE OF PEACE} 3.5% gotta go, y'all; c'mon!",
    "He\u2019s been, she\u2019d have, we\u2019ll see \u2014 n't.",
]


@pytest.mark.parametrize("text", [*TEXTS, *ODD], ids=lambda text: text[:24])
def test_the_same_is_said_of_every_word(text: str) -> None:
    stock = MODEL(text, disable=[ruler.NAME, NAMES])
    for _ in range(2):  # the second time from memory
        ours = MODEL(text, disable=[ruler.STOCK, NAMES])
        told = [[(t.pos_, t.lemma_, t.dep_, t.tag_, str(t.morph)) for t in doc] for doc in (stock, ours)]
        assert told[0] == told[1]
