"""Notices are taken in once, matched with technologies, judged by people, and acted on by adopters."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Change, Email
from evidence.models import Innovation, InnovatorMember
from evidence.operations.identifiers import add_identifier
from passports.models import NoticeMatch, NoticeSetAside, Passport, SafetyNotice
from passports.operations import notice_matches
from passports.operations.adoptions import adopt, end_adoption
from passports.operations.notice_matches import acknowledge_notice, settle_set_aside
from passports.operations.proposals import confirm_proposal, decline_proposal
from passports.operations.recount import recount_all
from passports.operations.safety_matching import match_all, match_numbers
from passports.operations.safety_notices import import_notices
from passports.queries.safety import notices_of_adoption, open_notices, to_acknowledge
from passports.safety.reading import read_file
from tests.factories import NOON, OperatorFactory, PersonFactory
from tests.foundation.racing import Elsewhere
from tests.operators import judge_match, withdraw_passport
from tests.passports.safety_cases import FILES, GTIN, REAL, about, certain_match, document, take_in
from trusts.models import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECOND = "09506000134369"


def told():
    return list(Change.objects.filter(kind="verdict_changed").order_by("id").values_list("data__to", flat=True))


def judged(story, match, move, reason="Looked at with the maker."):
    return judge_match(match=match, move=move, reason=reason, by=story.operator, now=story.now)


def status_of(passport):
    passport.refresh_from_db()
    return passport.status


def test_the_real_files_are_taken_in_once(db):
    first = [import_notices(reading=read_file((FILES / name).read_bytes()), now=NOON) for name in REAL]
    assert [(one.added, one.left_out, one.set_aside) for one in first] == [(7, 65, 0), (1, 0, 0), (1, 0, 0)]
    changes = Change.objects.count()
    again = [import_notices(reading=read_file((FILES / name).read_bytes()), now=NOON) for name in REAL]
    assert [(one.added, one.changed, one.unchanged) for one in again] == [(0, 0, 7), (0, 0, 1), (0, 0, 1)]
    assert Change.objects.count() == changes
    assert SafetyNotice.objects.count() == 9


def test_one_malformed_item_is_set_aside_and_the_rest_goes_on(story):
    torn = document("", "x", path="torn")
    done = take_in(story, about(story), torn, document("Another thing - fault", "<p>x</p>", path="another"))
    assert (done.added, done.set_aside) == (2, 1)
    done = take_in(story, torn)
    assert (done.set_aside, done.set_aside_before) == (0, 1)
    kept = NoticeSetAside.objects.get()
    assert (kept.reference, kept.reason) == ("/drug-device-alerts/torn", "The document has no title.")
    with pytest.raises(NotAllowed):
        settle_set_aside(item=kept, by=story.maker, now=story.now)
    settle_set_aside(item=kept, by=story.operator, now=story.now)
    kept.refresh_from_db()
    assert kept.settled_by == story.operator


def test_an_identifier_suspends_at_once_and_a_person_confirms_or_dismisses(story):
    match = certain_match(story)
    passport = story.adopted.passport
    assert (match.state, match.score, match.reasons) == (
        "CERTAIN", 100, [f"The notice names its identifier {GTIN} (GTIN)."],
    )  # fmt: skip
    assert status_of(passport) == "SUSPENDED"
    assert f"{story.name} - risk of a late alarm" in " ".join(passport.reasons)
    assert told() == ["SUSPENDED"]
    assert recount_all(on=story.today) == []
    with pytest.raises(Refused, match="cannot be adopted now"):
        adopt(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now)
    judged(story, match, "confirm")
    assert status_of(passport) == "SUSPENDED"
    judged(story, match, "close", "Every sensor was exchanged.")
    assert status_of(passport) == "VALID"
    assert told() == ["SUSPENDED", "VALID"]


def test_a_dismissed_match_lifts_its_suspension_and_stays_dismissed(story):
    match = certain_match(story)
    judged(story, match, "dismiss", "The notice has a wrong number.")
    assert status_of(story.adopted.passport) == "VALID"
    assert take_in(story, about(story, gtin=GTIN)).matches == 0
    take_in(story, about(story, gtin=GTIN, fault="another fault"))
    match.refresh_from_db()
    assert (match.state, match.judgement) == ("DISMISSED", "The notice has a wrong number.")
    assert match_numbers(now=story.now) == match_all(now=story.now) == 0


def test_a_notice_that_was_dismissed_suspends_by_another_number_of_the_technology(story):
    match = certain_match(story)
    judged(story, match, "dismiss", "That number is of an older one.")
    add_identifier(innovation=story.innovation, scheme="GTIN", value=SECOND, by=story.maker, now=story.now)
    assert match_numbers(now=story.now) == 0
    take_in(story, about(story, gtin=f"{GTIN} and GTIN {SECOND}"))
    match.refresh_from_db()
    assert (match.state, match.revision, status_of(story.adopted.passport)) == ("CERTAIN", 2, "SUSPENDED")
    assert match_numbers(now=story.now) == match_all(now=story.now) == 0


@pytest.mark.parametrize(("before", "move"), [((), "dismiss"), (("confirm",), "close")])
def test_two_operators_lift_what_a_notice_suspends(story, before, move):
    match = certain_match(story)
    for step in before:
        judged(story, match, step)
    proposal = notice_matches.judge_match(match=match, move=move, reason="Not ours.", by=story.operator, now=story.now)
    assert status_of(story.adopted.passport) == "SUSPENDED"
    with pytest.raises(NotAllowed, match="You proposed this"):
        confirm_proposal(proposal=proposal, by=story.operator, now=story.now)
    insider = OperatorFactory().person
    InnovatorMember.objects.create(innovator=story.innovator, person=insider)
    with pytest.raises(NotAllowed, match="You work for the innovator"):
        confirm_proposal(proposal=proposal, by=insider, now=story.now)
    with pytest.raises(Refused, match="waits for a second person"):
        judged(story, match, move)
    decline_proposal(proposal=proposal, reason="It is ours.", by=OperatorFactory().person, now=story.now)
    assert status_of(story.adopted.passport) == "SUSPENDED"
    judged(story, match, move)
    assert status_of(story.adopted.passport) == "VALID"


@pytest.mark.parametrize(("before", "move"), [((), "dismiss"), (("confirm",), "close")])
def test_what_was_proposed_before_a_notice_changed_is_out_of_date_and_a_new_proposal_is_not(
    story, client, before, move
):
    match, second = certain_match(story), OperatorFactory().person
    for step in before:
        judged(story, match, step)

    def propose():
        given = {"move": move, "reason": "Looked at.", "by": story.operator, "now": story.now}
        return notice_matches.judge_match(match=match, **given)

    def confirm(proposal):
        client.force_login(second, backend=BACKEND)
        return client.post(reverse("proposal", args=[proposal.pk]))

    old = propose()
    take_in(story, about(story, gtin=GTIN, fault="more lots have the fault"))
    refused = confirm(old)
    assert refused.status_code == 409
    assert "so the proposal is out of date." in refused.content.decode()
    shown = client.get(reverse("proposal", args=[old.pk])).content.decode()
    assert "so the proposal is out of date." in shown
    assert reverse("decline-proposal", args=[old.pk]) in shown
    assert "Confirm" not in shown
    assert status_of(story.adopted.passport) == "SUSPENDED"
    decline_proposal(proposal=old, reason="The notice changed.", by=second, now=story.now)
    assert confirm(propose()).status_code == 302
    assert status_of(story.adopted.passport) == "VALID"


@pytest.mark.django_db(transaction=True)
def test_a_notice_that_changes_while_its_end_is_confirmed_goes_on_suspending(story):
    match, second = certain_match(story), OperatorFactory().person
    judged(story, match, "confirm")
    proposal = notice_matches.judge_match(
        match=match, move="close", reason="Repaired.", by=story.operator, now=story.now
    )
    with transaction.atomic():
        take_in(story, about(story, gtin=GTIN, fault="more lots have the fault"))
        confirming = Elsewhere(lambda: confirm_proposal(proposal=proposal, by=second, now=story.now))
        confirming.goes_as_far_as_it_can()
    assert isinstance(confirming.result(), Refused)
    assert status_of(story.adopted.passport) == "SUSPENDED"


def test_a_name_alone_waits_for_a_person(story):
    passport = story.passport()
    take_in(story, about(story))
    match = NoticeMatch.objects.get()
    assert (match.state, match.is_certain, match.score) == ("WAITING", False, 100)
    assert match.reasons == [
        f"Its name “{story.name}” is 100% like “{story.name}” in the notice.",
        f"Its maker “{story.innovator.name}” is 100% like “{story.innovator.name}” in the notice.",
    ]
    assert status_of(passport) == "VALID"
    assert list(open_notices()) == []
    judged(story, match, "confirm")
    assert status_of(passport) == "SUSPENDED"
    assert [one.pk for one in open_notices()] == [match.pk]


def test_another_makers_product_of_the_name_scores_less_and_other_names_nothing(story):
    story.passport()
    take_in(story, about(story, maker="Quite Different GmbH"), document("Hip stem - risk of fracture", "x", "hip"))
    match = NoticeMatch.objects.get()
    assert match.score == 70
    assert match.reasons[1] == "The notice names another maker: “Quite Different GmbH”."


def test_a_notice_that_comes_to_name_the_identifier_suspends_then(story):
    passport = story.passport()
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    take_in(story, about(story))
    judged(story, NoticeMatch.objects.get(), "dismiss")
    done = take_in(story, about(story, gtin=GTIN))
    assert (done.changed, done.matches) == (1, 1)
    assert (NoticeMatch.objects.get().state, status_of(passport)) == ("CERTAIN", "SUSPENDED")


@pytest.mark.parametrize(
    ("gtin", "state", "status"),
    [(GTIN, "CERTAIN", "SUSPENDED"), ("", "WAITING", "VALID"), (SECOND, "WAITING", "VALID")],
)
def test_a_closed_notice_that_changes_is_looked_at_again_and_suspends_where_it_names_the_number(
    story, gtin, state, status
):
    match = certain_match(story)
    judged(story, match, "confirm")
    judged(story, match, "close")
    assert match_all(now=story.now) == 0
    take_in(story, about(story, gtin=gtin, fault="more lots have the fault"))
    match.refresh_from_db()
    assert (match.state, match.judged_by, match.judgement) == (state, None, "")
    assert status_of(story.adopted.passport) == status


def test_a_summary_never_replaces_the_whole_notice(story):
    whole = about(story, gtin=GTIN)
    summary = {"link": whole["base_path"], "title": "Shorter", "format": "medical_safety_alert"}
    assert take_in(story, summary).added == 1
    assert take_in(story, whole).changed == 1
    assert take_in(story, summary).unchanged == 1
    assert SafetyNotice.objects.get().title == whole["title"]


def test_a_withdrawn_notice_finds_nothing_more(story):
    story.passport()
    take_in(story, about(story) | {"withdrawn_notice": {"explanation": "Issued by mistake."}})
    assert not NoticeMatch.objects.exists()


def test_a_number_that_is_newer_than_the_notice_is_found_later(story):
    take_in(story, about(story, gtin=GTIN))
    passport = story.passport()
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    assert not NoticeMatch.objects.exists()  # nothing public had that number yet
    assert match_numbers(now=story.now) == 1
    assert status_of(passport) == "SUSPENDED"
    assert match_all(now=story.now) == 0


def test_only_an_operator_with_no_part_in_it_judges_once_and_with_a_reason(story):
    match = certain_match(story)
    insider = OperatorFactory().person
    InnovatorMember.objects.create(innovator=story.innovator, person=insider)
    for person, message in ((story.buyer, "Only the national operator"), (insider, "You work for the innovator")):
        with pytest.raises(NotAllowed, match=message):
            judge_match(match=match, move="confirm", reason="x", by=person, now=story.now)
    with pytest.raises(Refused, match="Say why"):
        judged(story, match, "confirm", " ")
    judged(story, match, "confirm")
    for move in ("confirm", "dismiss"):
        with pytest.raises(Refused, match="it is confirmed"):
            judged(story, match, move)


def test_an_adopter_says_once_that_it_has_acted(story):
    match = certain_match(story)
    adoption = story.adopted
    assert [(row["match"], row["technology"]) for row in to_acknowledge(story.buyer)] == [(match.pk, story.name)]
    given = {"match": match, "adoption": adoption, "note": "All taken off the wards.", "now": story.now}
    with pytest.raises(NotAllowed):
        acknowledge_notice(by=PersonFactory(), **given)
    acknowledge_notice(by=story.buyer, **given)
    with pytest.raises(Refused, match="has already said"):
        acknowledge_notice(by=story.buyer, **given)
    assert to_acknowledge(story.buyer) == []
    one = open_notices().get()
    assert (one.adopters, one.acted) == (1, 1)
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    one = open_notices().get()
    assert (one.adopters, one.acted) == (0, 0)


def test_everybody_who_buys_for_an_adopter_is_asked_to_act_once(story):
    colleague, gone = story.member(story.other_trust, Role.BUYER), story.member(story.other_trust, Role.BUYER)
    gone.is_active = False
    gone.save()
    match = certain_match(story)
    asked = Email.objects.filter(key__startswith="safety-").order_by("id")
    assert {mail.recipient for mail in asked} == {story.buyer.email, colleague.email}
    assert f"/adoptions/{story.adopted.pk}/safety-notices/{match.pk}/" in asked[0].text
    judged(story, match, "confirm")
    match_all(now=story.now)
    assert asked.count() == 2


def test_adopters_are_asked_again_and_say_again_for_each_revision_of_an_open_notice(story):
    match = certain_match(story)
    given = {"adoption": story.adopted, "note": "Lot A17 is off the wards.", "by": story.buyer, "now": story.now}
    acknowledge_notice(match=match, **given)
    more = about(story, gtin=GTIN, fault="more lots have the fault")
    assert take_in(story, more).changed == 1
    assert take_in(story, more).unchanged == 1
    asked = Email.objects.filter(key__startswith="safety-").order_by("id")
    assert [mail.subject.split(" for ")[0] for mail in asked] == ["Safety notice", "Changed safety notice"]
    assert "more lots have the fault" in asked[1].text
    assert [row["match"] for row in to_acknowledge(story.buyer)] == [match.pk]
    assert open_notices().get().acted == 0
    assert [said for _, said in notices_of_adoption(story.adopted)] == [None]
    assert Change.objects.filter(kind="notice_revised", subject_id=match.pk).count() == 1
    story.adopted.passport.refresh_from_db()
    assert "more lots have the fault" in " ".join(story.adopted.passport.reasons)
    assert recount_all(on=story.today) == []
    with pytest.raises(Refused, match="changed while you read it"):
        acknowledge_notice(match=match, **given)
    match.refresh_from_db()
    acknowledge_notice(match=match, **given)
    assert (open_notices().get().acted, to_acknowledge(story.buyer)) == (1, [])
    take_in(story, more | {"withdrawn_notice": {"explanation": "Issued by mistake."}})
    assert (asked.all().count(), open_notices().get().acted) == (2, 1)
    assert Change.objects.get(kind="notice_withdrawn").sentence.endswith("was withdrawn by its publisher.")
    story.member(story.other_trust, Role.BUYER)
    take_in(story, more | {"withdrawn_notice": {"explanation": "Issued by mistake."}, "title": "Another title"})
    assert asked.all().count() == 2, "nobody acts on what was withdrawn, whoever came since"


def test_an_open_notice_that_names_a_number_more_is_told_once(story):
    match = certain_match(story)
    add_identifier(innovation=story.innovation, scheme="GTIN", value=SECOND, by=story.maker, now=story.now)
    before = Change.objects.latest("id").pk
    more = about(story, gtin=f"{GTIN}. GTIN {SECOND}")
    assert take_in(story, more).matches == 1
    told = Change.objects.filter(pk__gt=before, subject="safety notice match", subject_id=match.pk)
    assert [change.kind for change in told] == ["notice_certain"]
    assert SECOND in told[0].sentence


@pytest.mark.django_db(transaction=True)
def test_who_judges_a_notice_waits_for_an_issue_of_the_technology_and_never_stands_in_its_way(story):
    match = certain_match(story)
    operator = story.operator
    with transaction.atomic():  # in the order in which a passport is issued
        Innovation.objects.select_for_update().get(pk=story.innovation.pk)
        Passport.objects.select_for_update().get()
        other = Elsewhere(
            lambda: notice_matches.judge_match(match=match, move="confirm", reason="Yes.", by=operator, now=story.now)
        ).goes_as_far_as_it_can()
        assert other.is_alive()
        NoticeMatch.objects.select_for_update().get()
    assert not isinstance(other.result(), Exception), other.outcome
    match.refresh_from_db()
    assert match.state == "CONFIRMED"


def test_who_uses_what_was_withdrawn_before_is_asked_too_and_not_told_that_it_is_suspended(story):
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    adoption = story.adoption()
    withdraw_passport(passport=adoption.passport, reason="Harm.", by=story.operator, now=story.now)
    take_in(story, about(story, gtin=GTIN))
    text = Email.objects.get(key__startswith="safety-").text
    assert f"/adoptions/{adoption.pk}/safety-notices/" in text
    assert "is suspended" not in text


def test_of_a_notice_that_is_open_again_adopters_are_asked_again(story):
    match = certain_match(story)
    acknowledge_notice(match=match, adoption=story.adopted, note="", by=story.buyer, now=story.now)
    judged(story, match, "confirm")
    judged(story, match, "close")
    take_in(story, about(story, fault="it was not repaired"))
    judged(story, match, "confirm")
    assert Email.objects.filter(key__startswith="safety-").count() == 2
    assert [row["match"] for row in to_acknowledge(story.buyer)] == [match.pk]
    assert open_notices().get().acted == 0
    acknowledge_notice(match=match, adoption=story.adopted, note="", by=story.buyer, now=story.now)
    assert open_notices().get().acted == 1


def test_nobody_is_asked_to_act_on_a_name_alone_or_after_the_end(story):
    adoption = story.adoption()
    take_in(story, about(story))
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    judged(story, NoticeMatch.objects.get(), "confirm")
    assert not Email.objects.filter(key__startswith="safety-").exists()


def test_of_two_notices_only_the_open_one_that_was_not_acted_on_is_left(story):
    first = certain_match(story)
    acknowledge_notice(match=first, adoption=story.adopted, note="", by=story.buyer, now=story.now)
    take_in(story, about(story, gtin=GTIN, path="second"), about(story, path="a-name-alone"))
    second = NoticeMatch.objects.get(notice__source_id="/drug-device-alerts/second")
    assert NoticeMatch.objects.count() == 3
    assert [row["match"] for row in to_acknowledge(story.buyer)] == [second.pk]
    assert [(match.pk, said is not None) for match, said in notices_of_adoption(story.adopted)] == [
        (second.pk, False), (first.pk, True),
    ]  # fmt: skip
    assert told() == ["SUSPENDED"]
    assert status_of(story.adopted.passport) == "SUSPENDED"
    assert len([reason for reason in story.adopted.passport.reasons if "Safety notice" in reason]) == 2
    judged(story, first, "dismiss")
    assert status_of(story.adopted.passport) == "SUSPENDED"


def test_nothing_is_acknowledged_that_is_not_open(story):
    match = certain_match(story)
    judged(story, match, "dismiss")
    with pytest.raises(Refused, match="not open any more"):
        acknowledge_notice(match=match, adoption=story.adopted, note="", by=story.buyer, now=story.now)


def test_many_notices_are_matched_in_one_statement(story, django_assert_num_queries):
    story.passport()
    notices = [document(f"Thing {n} - fault", "<p>x</p>", path=f"thing-{n}") for n in range(120)]
    reading = read_file(json.dumps(notices).encode())
    with django_assert_num_queries(12):
        import_notices(reading=reading, now=story.now)
