"""The whole journey as its people walk it: nominated, evidenced, assessed, issued, found, adopted, expired, told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.crypto import get_random_string
from playwright.sync_api import expect

from compass.foundation import clock
from compass.foundation.models import Change, Email
from compass.notices.models import Notice
from evidence.models import Pack
from passports.models import Passport
from tests.browser.product import wait_until
from tests.browser.visitor import mails
from tests.factories import OperatorFactory, PersonFactory
from tests.story import PDF
from trusts.models import Assessment, Member, Organisation, Panel, Role, Seat
from trusts.operations.people import create_panel, seat_member

SAVE = "Save and go back to the pack"
SAVE_PART = "Save and go back to the cost model"
STATE = "Save the claim"
TRIAGE = {
    "Is it a medical device in UK law?": "Yes, a medical device",
    "Class of the medical device": "Class IIa",
    "Is it software, or does it need software to work?": "No",
    "Do patients, carers or the public use it themselves?": "No",
    "Which data about people does it process?": "None",
}
ANSWERS = {
    "routine-use": {"choice": "NO"},
    "training": {"text": "Half an hour on the ward."},
    "manufacturer-in-uk": {"choice": "YES"},
    "carbon-reduction-plan": {"link": "https://tissuelight.example/carbon"},
    "modern-slavery": {"choice": "NONE"},
}
DOCUMENTS = ("Declaration of conformity", "Clinical or performance evaluation", "Post-market surveillance plan")


class Cast:
    """The people of one journey, at real organisations."""

    def __init__(self) -> None:
        self.tag = get_random_string(6).lower()
        self.trust = Organisation.objects.get(ods_code="R0A")
        self.other = Organisation.objects.get(ods_code="RJ1")
        self.technology = f"Tissue Light {self.tag}"
        self.company = f"Tissue Light {self.tag} Ltd"
        self.innovator = f"founder-{self.tag}@tissuelight.example"
        self.nominator = self.member(self.trust, Role.NOMINATOR)
        self.lead = self.member(self.trust, Role.INNOVATION_LEAD)
        self.buyer = self.member(self.other, Role.BUYER)
        self.operator, self.second_operator = (
            OperatorFactory(person__email=f"{name}-{self.tag}@nhs.example").person.email
            for name in ("operator", "colleague")
        )
        now = clock.now()
        self.panel: Panel = create_panel(
            organisation=self.trust, name=f"Journey panel {self.tag}", quorum=3, by=None, now=now
        )
        self.seats = {}
        for seat in (Seat.CHAIR, Seat.CLINICAL_LEAD, Seat.CLINICAL_SAFETY, Seat.FINANCE, Seat.OPERATIONS):
            person = PersonFactory(email=f"{seat.lower()}-{self.tag}@nhs.example")
            seat_member(panel=self.panel, person=person, seat=seat, by=None, now=now)
            self.seats[seat] = person.email
        self.expires_on = clock.today() + timedelta(days=200)

    def member(self, organisation: Organisation, role: Role) -> str:
        person = PersonFactory(email=f"{role.lower()}-{self.tag}@nhs.example")
        Member.objects.create(organisation=organisation, person=person, role=role)
        return person.email


@pytest.fixture
def cast(product):
    return Cast()


@pytest.mark.long
def test_the_whole_journey(cast, visitor, product):
    nominates(cast, visitor)
    accepts_and_describes(cast, visitor, product)
    pack = fills_and_submits_the_pack(cast, visitor)
    assessment = panel_assesses(cast, visitor)
    a_second_assessment_is_refused(cast, visitor, pack)
    trust_submits(cast, visitor, assessment)
    number = operator_issues(cast, visitor)
    anybody_finds_it(cast, visitor, number)
    another_trust_adopts_and_follows(cast, visitor, number)
    it_expires_and_everybody_is_told_once(cast, visitor, product, number)


def nominates(cast, visitor):
    person = visitor(cast.nominator)
    person.go("/nominations/")
    person.follow("Nominate a technology")
    person.press("Nominate and send the invitation")
    person.sees("There is a problem")
    expect(person.page).to_have_title(re.compile("^Error: "))
    person.fill("Name of the technology", cast.technology)
    person.choose("Medical device")
    person.pick("Main clinical area", "Surgery and wound care")
    person.fill("The problem you want to solve", "Wound infections are found late on the surgical ward.")
    person.fill("Name of the innovator", cast.company)
    person.fill("Email address of the person to invite", cast.innovator)
    person.press("Nominate and send the invitation")
    person.sees(cast.technology)
    person.sees("Waiting for the innovator")


def accepts_and_describes(cast, visitor, product):
    letter = wait_until(lambda: mails(product.mail, cast.innovator), seconds=40, what="the invitation e-mail")[0]
    address = re.search(r"http://\S+/invitations/\S+", letter)
    person = visitor()
    person.go(address[0])
    person.fill("Your full name", "Ada Founder")
    person.fill("Password", "short")
    person.press("Open the account")
    person.sees("There is a problem")
    expect(person.page.get_by_label("Your full name")).to_have_value("Ada Founder")
    person.fill("Password", "correct horse battery staple")
    person.press("Open the account")
    person.press("Accept the invitation")
    person.sees("Describe the technology")
    person.fill("What it does, in one sentence", "A light that shows poor blood supply at the edge of a wound.")
    person.fill("The problem it solves", "Poor blood supply at the edge of a wound is seen late.")
    person.fill("How it works and who uses it", "A nurse points the light at the wound when changing the dressing.")
    person.press("Save the description")
    person.sees(cast.technology)


def fills_and_submits_the_pack(cast, visitor) -> Pack:
    person = visitor(cast.innovator)
    person.go("/workplace/")
    person.follow(f"Start an evidence pack for {cast.technology}")
    person.fill("Version of the product", "1.0")
    person.press("Start the pack")
    pack = Pack.objects.get(innovation__name=cast.technology)
    says_what_it_is(person)
    states_a_claim(person)
    makes_the_cost_model(person)
    adds_the_certificate(cast, person)
    quickly_does_the_rest(person, pack)
    uploads_the_document(person)
    person.sees("Everything that is mandatory is there.")
    person.follow("Submit to a panel")
    person.pick("Panel", f"{cast.trust} – {cast.panel.name}")
    person.press("Submit and freeze the pack")
    person.sees("In assessment")
    return pack


def says_what_it_is(person) -> None:
    """The triage, which opens the law on devices; one answer of it counts for two standards."""
    person.follow("Intended purpose")
    person.fill("Your answer", "To show poor blood supply at the edge of a wound to nurses on surgical wards. 😀")
    person.press(SAVE)
    for question, answer in TRIAGE.items():
        person.follow(question)
        if question == "Class of the medical device":
            person.sees("One answer meets 2 requirements in 2 standards.")
        person.choose(answer)
        person.press(SAVE)
    person.sees("UKCA or CE certificate")
    person.follow("Workflow test results")
    person.fill("Your answer", "Two wards used it for six weeks. 😀")
    person.press(SAVE)


def states_a_claim(person) -> None:
    person.follow("State a claim")
    person.fill("What was measured", "Wound infections within 30 days")
    person.fill("Who was studied", "adults after bowel surgery")
    person.fill("Compared with what (optional)", "looking at the wound")
    person.pick("How it was studied", "Randomised controlled trial")
    person.pick("What kind of number it is", "Difference in percentage points")
    person.fill("Size of the effect", "-4.1")
    person.fill("Lower end of the confidence interval (optional)", "-3.0")
    person.fill("Upper end of the confidence interval (optional)", "-1.2")
    person.press(STATE)
    person.sees("The effect must lie inside its interval")
    person.fill("Lower end of the confidence interval (optional)", "-7.0")
    person.press(STATE)
    person.sees("Wound infections within 30 days: −4.1 percentage points (95% interval −7 to −1.2)")
    person.sees("Strong")


def makes_the_cost_model(person) -> None:
    person.follow("Start the cost model")
    person.follow("Year, VAT and discounting")
    person.fill("Year of the prices", str(clock.today().year))
    person.fill("Years of use", "3")
    person.choose("No")
    person.press(SAVE_PART)
    person.follow("Assumptions")
    for label, number in (("Lowest likely", "80"), ("Best estimate", "100"), ("Highest likely", "130")):
        person.fill(label, number)
    person.fill("Source", "Audit of the surgical wards, 2025")
    person.press(SAVE_PART)
    person.follow("Prices")
    person.fill("What is bought", "Tissue light")
    person.pick("Charged", "per patient")
    person.fill("Price in pounds, without VAT", "one pound")
    person.choose("Yes")
    person.pick("Multiplied by (optional)", "Patients treated in a year (patients a year)")
    person.press(SAVE_PART)
    person.sees("There is a problem")
    person.fill("Price in pounds, without VAT", "£12.50")
    person.press(SAVE_PART)
    for part in ("Other costs", "Effects"):
        person.follow(part)
        person.press(SAVE_PART)
    person.follow("See the worked example")
    person.sees("Most favourable")
    person.go(person.page.url.removesuffix("cost-model/result/"))


def adds_the_certificate(cast, person) -> None:
    person.follow("UKCA or CE certificate")
    person.choose("UKCA certificate")
    person.press("Continue")
    person.fill("Certificate number", f"GB {cast.tag}")
    person.fill("Number of the approved or notified body", "0086")
    person.fill("Issued by", "Invented Approved Body")
    person.date("Valid from", clock.today() - timedelta(days=30))
    person.date("Expires on", clock.today() - timedelta(days=10))
    person.press("Add the certificate")
    person.sees("This certificate has already expired.")
    person.date("Expires on", cast.expires_on)
    person.press("Add the certificate")
    person.sees(f"GB {cast.tag}")


def quickly_does_the_rest(person, pack) -> None:
    """What is asked besides, by the same pages without looking at them."""
    begun = clock.today() - timedelta(days=5)
    day = {f"valid_from_{part}": str(getattr(begun, part)) for part in ("day", "month", "year")}
    for question, given in ANSWERS.items():
        send(person, f"/packs/{pack.pk}/answers/{question}/", given)
    send(person, f"/packs/{pack.pk}/certificates/new/?kind=EVERGREEN", day | {"number": "Level 1"})
    send(person, f"/packs/{pack.pk}/certificates/new/?kind=MHRA_REGISTRATION", day | {"number": "31415"})
    person.go(f"/packs/{pack.pk}/")


def send(person, address, given) -> None:
    """Post a page's form as its browser would; it is taken, not shown again."""
    page = person.page.request.get(address).text()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    seen = re.search(r'name="seen"[^>]* value="(\d+)"', page)
    form = {"csrfmiddlewaretoken": token, "seen": seen[1] if seen else "0", **given}
    answer = person.page.request.post(address, form=form, max_redirects=0)
    assert answer.status == 302, f"{address} answered {answer.status}"


def uploads_the_document(person) -> None:
    """One document, put to all that still wants one."""
    person.follow("Supporting document")
    person.fill("What the document is", "Evaluation report")
    person.choose("Public: anyone may read it on the passport page")
    for question in DOCUMENTS:
        person.choose(question)
    file = person.page.get_by_label("File", exact=True)
    file.set_input_files({"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF + b"<script>"})
    person.press("Upload")
    person.sees("The PDF has other data after its end.")
    file.set_input_files({"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF})
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Upload", exact=True).click()
    person.look(expected_complaint="status of 422")  # of the file refused before
    person.sees("The document is uploaded.")


def panel_assesses(cast, visitor) -> Assessment:
    assessment = Assessment.objects.get(innovation__name=cast.technology)
    for seat, email in cast.seats.items():
        person = visitor(email)
        person.go("/home/")
        person.follow(f"Declare your interests in {cast.technology}")
        person.choose("No interest to declare")
        person.press("Record your declaration")
        if seat == Seat.CHAIR:
            person.sees("The panel cannot decide yet:")
            continue
        for section in person.page.locator("a.nhsuk-task-list__link").all_inner_texts():
            person.follow(section)
            person.choose("4 – Good")
            person.press("Save the score")
            person.sees("There is a problem")
            person.fill("Your reason", "The study is sound and the setting is like ours.")
            person.press("Save the score")
    chair = visitor(cast.seats[Seat.CHAIR])
    chair.go(f"/assessments/{assessment.pk}/")
    chair.follow("Record the decision")
    chair.choose("Approved")
    chair.fill("Reason for the decision", "Sound evidence, a clear benefit and a fair price.")
    chair.press("Record the decision")
    chair.sees("Sound evidence")
    return assessment


def a_second_assessment_is_refused(cast, visitor, pack):
    person = visitor(cast.innovator)
    person.go(f"/packs/{pack.pk}/submit/", status=409)
    person.sees("is not assessed twice")
    expect(person.page.get_by_role("button", name="Submit and freeze the pack")).to_have_count(0)
    assert Assessment.objects.filter(pack=pack).count() == 1


def trust_submits(cast, visitor, assessment):
    person = visitor(cast.lead)
    person.go(f"/assessments/{assessment.pk}/")
    person.follow("Submission to the national operator")
    person.press("Submit the decision")
    person.sees("The decision is with the national operator.")


def operator_issues(cast, visitor) -> str:
    person = visitor(cast.operator)
    person.go("/submissions/")
    person.follow(f"{cast.technology}, version 1.0")
    person.press("Propose to issue the passport")
    person.sees("There is a problem")
    person.fill("What you checked", "The certificate against the register.")
    person.press("Propose to issue the passport")
    person.sees("Your proposal waits for a second operator")
    person = visitor(cast.second_operator)
    person.go("/submissions/")
    person.follow(f"{cast.technology}, version 1.0")
    person.follow("Confirm or decline the proposal")
    person.sees("The certificate against the register.")
    person.press("Confirm the proposal")
    person.sees("The proposal is confirmed.")
    passport = Passport.objects.get(innovation__name=cast.technology)
    assert passport.until == cast.expires_on
    return passport.number


def anybody_finds_it(cast, visitor, number):
    person = visitor()
    person.go("/")
    person.page.get_by_role("main").get_by_role("searchbox").fill(f"light {cast.tag}")
    person.page.get_by_role("main").get_by_role("button", name="Search").click()
    person.look()
    person.follow(cast.technology)
    person.sees("Valid")
    person.go("/passports/")
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    person.fill("Passport number", wrong)
    person.page.get_by_role("button", name="Check the number").click()
    person.sees("One character is wrong, or two neighbours are swapped.")
    person.complaints.clear()
    person.fill("Passport number", number.lower().replace("-", " "))
    person.page.get_by_role("button", name="Check the number").click()
    person.look()
    person.sees("You can rely on this assessment as things stand.")
    mine = Passport.objects.get(number=number).innovation.slug
    other = Passport.objects.exclude(number=number).filter(is_current=True).order_by("pk").first().innovation.slug
    person.go(f"/compare/?i={mine}&i={other}")
    person.sees(cast.technology)


def another_trust_adopts_and_follows(cast, visitor, number):
    person = visitor(cast.buyer)
    person.go(f"/passports/{number}/")
    person.page.get_by_role("button", name="Adopt this technology").click()  # "Adoptions" stands in the menu
    person.look()
    person.press("Accept the passport")
    person.sees("Local checks under way")
    person.follow("Data protection impact assessment")
    person.fill("What was done (optional)", "Signed by our DPO.")
    person.press("Record the check as done")
    person.sees("Signed by our DPO.")
    person.go(f"/passports/{number}/adopt/", status=409)
    person.sees("has already adopted")
    person.follow("Go to the adoption")
    person.sees("Signed by our DPO.")
    person.go(f"/passports/{number}/follow/")
    person.press("Follow")
    person.sees(number)


def it_expires_and_everybody_is_told_once(cast, visitor, product, number):
    """The daily job of the day after the last day, twice, by the real worker."""
    day_after = cast.expires_on + timedelta(days=1)
    for _ in range(2):
        product.send("recompute_verdicts", on=day_after.isoformat())
    wait_until(lambda: mails(product.mail, cast.buyer), seconds=40, what="the e-mail about the expiry")
    wait_until(lambda: product.has_done("recompute_verdicts"), seconds=40, what="both jobs to end")
    wait_until(
        lambda: not Email.objects.filter(sent_at=None, failed_at=None).exists(),
        seconds=40,
        what="the outbox to be empty",
    )
    person = visitor(cast.buyer)
    person.go("/notices/")
    person.sees(f"Passport {number} for {cast.technology} is now expired.")
    person.go(f"/passports/{number}/")
    person.sees("Do not rely on this passport now.")
    person.sees(f"UKCA certificate GB {cast.tag} expired on")
    expect(person.page.get_by_role("button", name="Adopt")).to_have_count(0)
    passport = Passport.objects.get(number=number)
    # `get` fails where there are two.
    told = Notice.objects.get(passport=passport, organisation=cast.other)
    turned = Change.objects.get(kind="verdict_changed", subject="passport", subject_id=passport.pk, data__to="EXPIRED")
    assert told.change_id == turned.pk
    sent = Email.objects.get(recipient=cast.buyer, sent_at__isnull=False)
    assert sent.key == f"notice-{turned.pk}-{told.recipient_id}"
    assert len(mails(product.mail, cast.buyer)) == 1
