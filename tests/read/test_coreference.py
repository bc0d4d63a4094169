"""Pronouns and descriptions: whom they mean. All texts are made up for these tests."""

from __future__ import annotations

import pytest
from named_actors import read

from avviso.knowledge.titles import Pronoun
from avviso.read.coreference import Discourse, Entity, Occurrence, Wanted, agrees, fits
from avviso.records import ActorKind

HE = Pronoun("m", False, "person", False)
IT = Pronoun("", False, "thing", False)
THEY = Pronoun("", True, "any", False)


def person(name: str, code: str, gender: str = "", *classes: str) -> Entity:
    return Entity(ActorKind.PERSON, code, name, gender=gender, classes=set(classes))


def discourse(*entities: Entity, subjects: tuple[int, ...] = (0,)) -> Discourse:
    made = Discourse()
    for i, entity in enumerate(entities):
        made.add(entity)
        made.occur(Occurrence(10 * i, i, entity, i in subjects))
    return made


# The rules of salience ------------------------------------------------------------------------------------------------------------------


def test_a_pronoun_needs_gender_number_and_kind() -> None:
    assert agrees(HE, person("A", "KEN", "m"))
    assert agrees(HE, person("A", "KEN"))
    assert not agrees(HE, person("A", "KEN", "f"))
    assert not agrees(HE, Entity(ActorKind.STATE, "KEN"))
    assert agrees(IT, Entity(ActorKind.STATE, "KEN"))
    assert not agrees(IT, person("A", "KEN"))
    assert not agrees(THEY, person("A", "KEN"))
    assert agrees(THEY, Entity(ActorKind.GROUP, "KEN:CVL", plural=True))
    assert agrees(THEY, Entity(ActorKind.GOVERNMENT, "KEN"))


def test_the_last_speaker_is_preferred() -> None:
    first, second = person("A", "KEN"), person("B", "FIN")
    made = discourse(first, second, subjects=(0, 1))
    assert made.antecedent(HE, 50, 2) is second
    made.note_speaker(first, 30)
    assert made.antecedent(HE, 50, 2, speaking=True) is first
    assert made.last_speaker(20) is None


def test_subjects_come_before_objects() -> None:
    subject, thing = person("A", "KEN"), person("B", "FIN")
    made = Discourse()
    made.occur(Occurrence(0, 0, subject, True))
    made.occur(Occurrence(10, 0, thing, False))
    assert made.antecedent(HE, 50, 1) is subject


def test_the_latter_is_the_one_named_last() -> None:
    made = discourse(person("A", "KEN"), person("B", "FIN"))
    found = made.antecedent(Pronoun("m", False, "near", False), 50, 2)
    assert found is not None
    assert found.name == "B"


def test_nobody_is_found_far_back_or_before_the_start() -> None:
    made = discourse(person("A", "KEN"))
    assert made.antecedent(HE, 50, 40) is None
    assert made.antecedent(HE, 0, 0) is None


def test_a_description_wants_class_country_and_field() -> None:
    minister = person("A", "KEN", "m", "minister")
    minister.portfolio = {"justice"}
    wanted = Wanted(frozenset({"minister"}), "minister", "", frozenset(), False, ActorKind.PERSON)
    assert fits(wanted, minister)
    assert not fits(Wanted(frozenset({"minister"}), "minister", "FIN", frozenset(), False, ActorKind.PERSON), minister)
    assert not fits(Wanted(frozenset({"minister"}), "minister", "", frozenset({"defence"}), False, ActorKind.PERSON), minister)
    assert not fits(Wanted(frozenset({"judge"}), "judge", "", frozenset(), False, ActorKind.PERSON), minister)
    assert not fits(Wanted(frozenset({"minister"}), "ministers", "", frozenset(), True, ActorKind.GROUP), minister)
    assert discourse(minister).described(wanted, 50) is minister
    assert discourse(minister).described(wanted, 0) is minister  # named only later
    assert discourse(minister).described(wanted, 0, forward=False) is None


def test_a_pair_has_two_countries() -> None:
    kenya, fiji = Entity(ActorKind.STATE, "KEN"), Entity(ActorKind.STATE, "FJI")
    made = discourse(kenya, fiji, kenya)
    assert made.pair(50, lambda e: True) == (fiji, kenya)
    assert made.pair(5, lambda e: True) == ()


def test_occurrences_of_quotations_read_apart_are_put_in_place() -> None:
    made = Discourse()
    for start in (0, 20, 10):
        made.occur(Occurrence(start, 0, person(str(start), "KEN"), False))
    assert [o.start for o in made.before(30)] == [20, 10, 0]


# Pronouns in texts ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "marked", "name", "code"), [
    ("fr", "Le ministre kényan Peter Mwangi est arrivé. [Il] a salué ses hôtes.", "Peter Mwangi", "KEN"),
    ("fr", "La ministre kényane Joy Mwangi a vu le roi de Norvège. [Elle] a salué ses hôtes.", "Joy Mwangi", "KEN"),
    ("fr", "Des réfugiés syriens sont arrivés. [Ils] demandent l'asile.", None, "SYR:CVL"),
    ("fr", "L'ONG Amnesty International publie un rapport dans lequel [elle] dénonce des tortures.", "Amnesty International", "AI"),
    ("fr", "Le roi de Norvège a reçu le président kényan Peter Mwangi. [Ce dernier] repart lundi.", "Peter Mwangi", "KEN"),
    ("en", "Kenyan Trade Minister Joy Mwangi met the king of Norway. [She] left on Monday.", "Joy Mwangi", "KEN"),
    ("en", "The Finnish army denied the report. [It] said nothing was lost.", "Finnish army", "FIN"),
    ("en", "Finnish authorities closed the port. [They] gave no reason.", None, "FIN"),
])  # fmt: skip
def test_pronouns(language: str, marked: str, name: str | None, code: str) -> None:
    mention = read(language, marked).mentions()[0]
    assert (mention.name, mention.code) == (name, code)
    assert mention.resolved_by == "pronoun"


def test_the_speaker_who_is_noted_takes_the_inverted_pronoun() -> None:
    asked = read(
        "fr",
        "Le ministre kényan Peter Mwangi a vu le ministre finlandais Aarne Lehtola.\n« Nous avons tout signé hier soir », a-t-[il] dit.",
    )
    lehtola = next(m for m in asked.resolver.mentions if m.name == "Aarne Lehtola")
    asked.resolver.note_speaker(asked.resolver.resolve(asked.phrases[0]), 0)
    assert asked.names() == ["Peter Mwangi"]
    asked.resolver.note_speaker(lehtola, lehtola.span.start)
    assert asked.names() == ["Aarne Lehtola"]


def test_an_impersonal_pronoun_without_antecedent_is_nobody() -> None:
    assert read("fr", "[Il] pleut.").codes() == [None]


# Descriptions in texts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "marked", "name", "code"), [
    ("fr", "Le ministre kényan Peter Mwangi a vu le ministre finlandais Aarne Lehtola. [Le ministre finlandais] a souri.",
     "Aarne Lehtola", "FIN"),
    ("fr", "Le ministre kényan de la Justice Peter Mwangi a vu [son homologue finlandais].", None, "FIN"),
    ("fr", "Le ministre finlandais Aarne Lehtola est là. Le ministre kényan Peter Mwangi a vu [son homologue finlandais].",
     "Aarne Lehtola", "FIN"),
    ("fr", "Le Kenya a envoyé [son armée] à la frontière.", None, "KEN"),
    ("fr", "Le Kenya ne veut pas que [son pays] soit oublié.", "Kenya", "KEN"),
    ("fr", "La rébellion tchadienne avance. [Les rebelles] ont pris deux villages.", None, "TCD:REB"),
    ("en", "Kenyan President Peter Mwangi met Finnish Prime Minister Aarne Lehtola. [The Finnish leader] smiled.", "Aarne Lehtola", "FIN"),
    ("en", "The Finnish Defence Ministry denied it. [The ministry] gave no detail.", "Finnish Defence Ministry", "FIN"),
    ("en", "Lawyer Ana Koskinen spoke first. [The 61-year-old] then left.", "Ana Koskinen", None),
    ("en", "Kenya thanked [its Finnish ally].", None, "FIN"),
    ("en", "The Finnish army published a report on Monday. [The report] speaks of losses.", "Finnish army", "FIN"),
    ("en", "[The minister] resigned on Monday. Joy Mwangi, Kenya's health minister, had been ill.", "Joy Mwangi", "KEN"),
])  # fmt: skip
def test_descriptions(language: str, marked: str, name: str | None, code: str | None) -> None:
    mention = read(language, marked).mentions()[0]
    if name is not None:
        assert mention.name == name
    assert mention.code == code


def test_a_document_speaks_for_whom_it_comes_from() -> None:
    asked = read("en", "The Kenyan parliament sent a letter to Finland's minister.\nFiji was not amused.\n[The letter] asks for help.")
    assert asked.codes() == ["KEN:LEG"]


def test_another_body_of_the_same_sort_is_not_meant() -> None:
    asked = read("en", "Kenya's Foreign Ministry denied it. Kenya's Defence Ministry did not. [The foreign ministry] was silent.")
    assert asked.names() == ["Kenya's Foreign Ministry"]


def test_the_object_of_a_verb_is_not_its_subject() -> None:
    asked = read("en", "Kenyan minister Peter Okoth praised Finnish minister Aarne Lehtola. Okoth then thanked [him].")
    assert asked.names() == ["Aarne Lehtola"]


def test_a_pronoun_tells_the_gender_of_a_name() -> None:
    asked = read("en", "Kenyan minister Wanjiru Okoth arrived. [She] smiled. Peter Kolbe, a Finnish diplomat, arrived. [She] waved.")
    assert asked.names() == ["Wanjiru Okoth", "Wanjiru Okoth"]


def test_a_bare_name_unveils_the_person_described_before() -> None:
    asked = read("fr", "Le chef de l'armée finlandaise a critiqué ce plan. C'est une erreur, a déclaré [Aarne Lehtola].")
    assert asked.codes() == ["FIN"]


def test_a_title_without_owner_belongs_to_the_body_just_named() -> None:
    asked = read("en", "Amnesty International published its report. [A spokesperson] said more would follow.")
    assert asked.codes() == ["AI"]
