"""Finding technologies: what is found, counted, paged, and what never is."""

from __future__ import annotations

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from compass.foundation.paging import encode_cursor
from compass.guide.models import SearchEntry
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries import matching
from compass.guide.queries.finding import results
from compass.guide.search import CELLED, How, count, read_search
from evidence.models import Innovation
from tests.factories import NOON, InnovatorFactory
from tests.guide.catalogue import Catalogue, Item, number_of
from tests.guide.pressing import buttons, press

STATUSES = [None, "VALID", "VALID_WITH_CONDITIONS", "EXPIRING", "SUSPENDED", "EXPIRED", "WITHDRAWN", "SUPERSEDED"]
WORDS = ["sensor", "pump", "scanner", "valve", "wound", "sleep"]


def search(text="", **asked):
    return read_search(text, {name: list(values) for name, values in asked.items()}, OPTIONS)


def names(found):
    return [row["name"] for row in found["rows"]]


def names_on(page) -> list[str]:
    return re.findall(r'<h2 class="nhsuk-heading-s"><a href="[^"]+">([^<]+)</a>', page)


@pytest.fixture
def mixed(catalogue):
    """Sixty technologies of every kind, some of them not public."""
    draw = random.Random(7)
    items = [
        Item(
            name=f"{draw.choice(WORDS)} {draw.choice(WORDS)} {n}",
            kind=draw.choice(list(OPTIONS["kind"])),
            area=draw.choice(list(OPTIONS["area"])[:4]),
            status=draw.choice(STATUSES),
            public=draw.random() > 0.2,
        )
        for n in range(60)
    ]
    return list(zip(items, catalogue.add(*items), strict=True))


def expected(mixed, text, chosen):
    """By brute force: the ids that a search should find. A superseded passport is as good as none."""
    words, together = text.split(), all
    if not any(item.public and all(word in item.name.split() for word in words) for item, _ in mixed):
        together = any
    for item, innovation in mixed:
        status = "NONE" if item.status in {None, "SUPERSEDED"} else item.status
        values = {"kind": item.kind, "area": item.area, "status": status}
        if (
            item.public
            and together(word in item.name.split() for word in words)
            and all(not chosen.get(name) or values[name] in chosen[name] for name in CELLED)
        ):
            yield innovation.pk


def test_counts_and_results_equal_counting_one_by_one(mixed):
    draw = random.Random(11)
    for _ in range(60):
        asked = {name: draw.sample(list(OPTIONS[name]), draw.choice([0, 0, 1, 2])) for name in CELLED}
        what = search(draw.choice(["", "", draw.choice(WORDS), " ".join(draw.sample(WORDS, 2))]), **asked)
        counts = count(results(what)["cells"], what.chosen, OPTIONS)
        right = set(expected(mixed, what.text, what.chosen))
        assert counts.total == len(right)
        assert {row["id"] for row in results(what, size=100)["rows"]} == right
        for name in CELLED:
            for value in OPTIONS[name]:
                alone = {**what.chosen, name: (value,)}
                assert counts.of[name][value] == len(list(expected(mixed, what.text, alone))), (what, name, value)


@pytest.mark.parametrize("text", ["", "sensor", "valve or sleep", "sensor zebra sleep", "slep"])
@pytest.mark.parametrize("size", [3, 20])
def test_pages_lead_back_as_they_came(mixed, text, size):
    what = search(text)
    onwards = [results(what, size=size)]
    while following := onwards[-1]["next"]:
        onwards.append(results(what, following, size=size))
    assert onwards[0]["previous"] == ""
    back = [onwards[-1]]
    while before := back[-1]["previous"]:
        back.append(results(what, before, size=size, back=True))
    told = ("rows", "first", "next", "previous")
    assert [[page[name] for name in told] for page in back[::-1]] == [[page[name] for name in told] for page in onwards]


def test_going_back_to_what_is_gone_shows_the_start(catalogue):
    catalogue.add(*[Item(f"Lamp {n}") for n in range(9)])
    second = results(search(), results(search(), size=3)["next"], size=3)
    Innovation.objects.filter(name__lt="Lamp 2").update(published_at=None)
    page = results(search(), second["previous"], size=3, back=True)
    assert (names(page), page["first"], page["previous"]) == (["Lamp 2"], 1, "")
    Innovation.objects.filter(name__lt="Lamp 4").update(published_at=None)
    page = results(search(), second["previous"], size=3, back=True)
    assert (names(page), page["first"]) == (["Lamp 4", "Lamp 5", "Lamp 6"], 1)


@pytest.mark.parametrize("text", ["", "sensor", "valve or sleep", "sensor zebra sleep", "slep"])
@pytest.mark.parametrize("size", [1, 3, 20])
def test_pages_join_without_a_gap_or_a_repetition(mixed, text, size):
    what = search(text)
    whole = results(what, size=1000)
    pages, after = [], ""
    for _ in range(100):
        page = results(what, after, size=size)
        assert page["first"] == len(pages) + 1
        pages += page["rows"]
        after = page["next"]
        if not after:
            break
    assert [row["id"] for row in pages] == [row["id"] for row in whole["rows"]]
    assert len(pages) == count(results(what)["cells"], {}, OPTIONS).total


def test_equal_names_are_paged_too(catalogue):
    for _ in range(7):
        catalogue.innovator = InnovatorFactory()
        catalogue.add(Item("Same"))
    first = results(search(), size=3)
    second = results(search(), first["next"], size=3)
    third = results(search(), second["next"], size=3)
    assert len({row["id"] for page in (first, second, third) for row in page["rows"]}) == 7


def test_the_best_match_stands_first(catalogue):
    catalogue.add(
        Item("Lamp", summary="For infection of the wound."), Item("Infection test"), Item("Chair", summary="")
    )
    assert names(results(search("infections"))) == ["Infection test", "Lamp"]


def test_a_maker_is_found_by_the_start_of_a_word(catalogue):
    catalogue.add(Item("Lamp"))
    assert names(results(search("devices l"))) == ["Lamp"]
    assert [*matching.found_by(Innovation.objects.all(), "vices")] == []
    assert [*matching.found_by(Innovation.objects.all(), "inven%")] == []


@pytest.mark.parametrize(
    ("text", "how", "found"),
    [
        ("waiting list", How.ALL, ["Planner"]),
        ("reduce waiting list", How.SOME, ["Planner", "List maker"]),  # two of the words stand before one
        ("woud sensor", How.SOME, ["Wound Sensor", "Sensor cap"]),  # the likest name first
        ("woud", How.ALIKE, ["Wound Sensor"]),
        ("sensr", How.ALIKE, ["Sensor cap", "Wound Sensor"]),
        ("brindelcombe", How.ALIKE, ["List maker", "Planner", "Sensor cap", "Wound Sensor"]),  # who makes them
        ('"reduce waiting list"', How.NONE, []),
        ("waiting reduce -lamp", How.NONE, []),
        ("MTC-0000-0000-0010", How.NONE, []),
        ("the of", How.NONE, []),
        ("secrt", How.NONE, []),
        ("secret waiting", How.SOME, ["Planner"]),
    ],
)
def test_when_nothing_matches_all_words_some_do_and_then_what_looks_alike(db, text, how, found):
    catalogue = Catalogue("Brindlecombe")
    catalogue.add(
        Item("Wound Sensor", summary=""),
        Item("Sensor cap", summary=""),
        Item("List maker", summary=""),
        Item("Planner", summary="Shows who waits on which list."),
        Item("Secret lamp", public=False),
    )
    given = results(search(text))
    assert (names(given), given["how"]) == (found, how)
    assert count(given["cells"], {}, OPTIONS).total == len(found)


def read(page):
    """What a page says, without its markup."""
    return re.sub(r"<[^>]+>", "", page)


def test_a_filter_never_widens_the_search(catalogue, client):
    catalogue.add(Item("Wound lamp"), Item("Lamp", kind="DIGITAL"))
    page = client.get("/innovations/?q=wound+lamp&kind=DIGITAL").content.decode()
    assert names_on(page) == []
    assert "Medical device (1)" in read(page)
    assert 'href="/innovations/?q=wound+lamp"' in page  # without the filters
    assert 'href="/innovations/?kind=DIGITAL"' in page  # without the words


def test_filters_that_leave_nothing_of_what_the_words_match_are_offered_to_be_dropped(catalogue, client):
    catalogue.add(
        Item("Wound lamp"), Item("Wound chair", kind="DIGITAL"), Item("Wound bed", kind="DIGITAL", status="VALID"),
        Item("Secret wound", public=False),
    )  # fmt: skip
    page = client.get("/innovations/?q=wound&kind=DEVICE&status=VALID").content.decode()
    assert "3 technologies match “wound”, but your filters leave none." in page
    for address, words in (
        ("q=wound&amp;kind=DEVICE", "Innovator Passport (1 technology)"),
        ("q=wound&amp;status=VALID", "Kind of technology (1 technology)"),
    ):
        assert f'<a href="/innovations/?{address}">Search without the filter {words}</a>' in page
    none = client.get("/innovations/?q=wound&kind=DIAGNOSTIC&status=WITHDRAWN").content.decode()
    assert "3 technologies match “wound”, but your filters leave none." in none
    assert "To leave out one filter is not enough: at least two of them do not fit." in none
    assert "filters leave" not in client.get("/innovations/?q=zebra&kind=DEVICE").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lamp", ""),
        ("lamp zebra", "No technology matches all words. These match some of them."),
        ("lammp", "No technology matches “lammp”. These have a name like it."),
    ],
)
def test_the_page_says_what_it_shows_instead(catalogue, client, text, words):
    catalogue.add(Item("Lamp"))
    page = client.get("/innovations/", {"q": text}).content.decode()
    assert names_on(page) == ["Lamp"]
    assert words in page
    assert ("No technology matches" in page) == bool(words)


@pytest.mark.parametrize("typed", ["{}", "{} ", "{lower}", "{bare}"])
def test_a_pasted_passport_number_finds_its_technology(catalogue, typed):
    catalogue.add(Item("Lamp", status="VALID"), Item("Chair", status="VALID"))
    number = number_of(1)
    typed = typed.format(number, lower=number.lower(), bare=number.replace("-", ""))
    assert names(results(search(typed))) == ["Lamp"]


def test_the_number_of_an_earlier_passport_finds_it_too_but_says_no_passport(catalogue, client):
    catalogue.add(Item("Lamp", status="SUPERSEDED"))
    page = client.get("/innovations/", {"q": number_of(1)}).content.decode()
    assert names_on(page) == ["Lamp"]
    assert "No passport" in page


def test_nothing_unpublished_is_found_counted_or_shown(catalogue, client):
    hidden, shown = catalogue.add(Item("Secret lamp", status="VALID", public=False), Item("Open lamp"))
    for text in ("", "lamp", "secret", "Invented Devices", number_of(1)):
        what = search(text)
        assert hidden.name not in names(results(what))
        assert count(results(what)["cells"], {}, OPTIONS).of["status"]["VALID"] == 0
        assert "Secret" not in client.get("/innovations/", {"q": text}).content.decode().replace(f"“{text}”", "")
    for address in (f"/innovations/{hidden.slug}/", f"/api/v1/innovations/{hidden.slug}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/innovations/{shown.slug}/").status_code == 200


def test_a_page_of_cards(catalogue, client):
    catalogue.add(*[Item(f"Lamp {n:02}", status="VALID", facts=2) for n in range(25)])
    page = client.get("/innovations/").content.decode()
    assert "Showing 1 to 20 of 25 technologies" in page
    assert names_on(page) == [f"Lamp {n:02}" for n in range(20)]
    assert "until 30 June 2027" in page
    assert "2 published facts" in page
    assert "Valid (25)" in read(page)
    second = client.get(press(page, "Next page")).content.decode()
    assert "Showing 21 to 25 of 25 technologies" in second
    assert names_on(second) == [f"Lamp {n:02}" for n in range(20, 25)]
    for way in ("Previous page", "First page"):
        assert names_on(client.get(press(second, way)).content.decode()) == names_on(page)
    assert not {"Previous page", "First page"} & buttons(page)
    assert "Next page" not in buttons(second)


def test_a_place_in_other_results_is_the_start_of_these(catalogue, client):
    catalogue.add(*[Item(f"Lamp {n:02}", kind="DIGITAL" if n % 2 else "DEVICE") for n in range(50)])
    page = client.get("/innovations/?kind=DEVICE").content.decode()
    following = press(page, "Next page")
    assert "Showing 21 to 25 of 25" in client.get(following).content.decode()
    for other in (following.replace("DEVICE", "DIGITAL"), f"{following}&q=lamp", f"{following}&sort=newest"):
        answer = client.get(other)
        assert answer.status_code == 200
        assert "Showing 1 to 20 of " in answer.content.decode()


@pytest.mark.parametrize("text", ["", "lamp"])
def test_capitals_do_not_count_in_the_order_of_names_on_any_page(catalogue, client, text):
    given = ["Zed lamp", "iPulse lamp", "apple lamp", *(f"{'mM'[n % 2]} lamp {n:02}" for n in range(40)), "Bee lamp"]
    catalogue.add(*[Item(name) for name in given])
    found, address = [], f"/innovations/?q={text}"
    while address:
        page = client.get(address).content.decode()
        found += names_on(page)
        address = press(page, "Next page") if "Next page" in buttons(page) else ""
    assert found == sorted(given, key=str.lower)


def test_the_list_by_name_reads_its_index_however_deep_the_page(catalogue):
    innovations = [
        Innovation(innovator=catalogue.innovator, name=f"Lamp {n}", slug=f"lamp-{n}", kind="DEVICE",
                   clinical_area="SURGERY", created_at=NOON, published_at=NOON)
        for n in range(4000)
    ]  # fmt: skip
    Innovation.objects.bulk_create(innovations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE evidence_innovation")
    for after in ("", encode_cursor("lamp 3500", 1, 3000)):
        with CaptureQueriesContext(connection) as stated:
            results(search(), after)
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + stated[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "Index Scan using innovation_public_in_order" in plan
        assert "Sort Key: (lower" not in plan


def test_filters_in_use_can_be_removed_and_the_chosen_ones_travel_along(catalogue, client):
    _, other = catalogue.add(Item("Lamp", kind="DIGITAL"), Item("Chair"))
    address = f"/innovations/?q=lamp&kind=DIGITAL&kind=DEVICE&status=none&i={other.slug}"
    page = client.get(address).content.decode()
    assert escape(f"/innovations/?q=lamp&kind=DIGITAL&status=NONE&i={other.slug}") in page
    assert page.count(f'<input type="hidden" name="i" value="{other.slug}">') == 1
    assert "Digital health (1)" in read(page)
    assert "Medical device (0)" in read(page)


def test_no_result_says_what_to_try(catalogue, client):
    page = client.get("/innovations/?q=zebra&kind=DEVICE")
    assert page.status_code == 200
    assert "No technology here matches" in page.content.decode()
    assert 'href="/innovations/"' in page.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "'",
        '"',
        "wound & | !",
        "a:*",
        "\\",
        "%",
        "_",
        "((",
        "-",
        "-wound",
        '"wound',
        "or or or",
        "😀",
        "\u202e",
        "<script>",
        "ﬃ",
        "MTC-0000-0000-0000",
        "NULL",
        "'; drop table evidence_innovation; --",
        "{{ 7*7 }}",
        "\r\n",
        " ",
        "٣",
        "a" * 200,
    ],
)
def test_any_text_is_only_a_text(catalogue, client, text):
    catalogue.add(Item("Lamp"))
    answer = client.get("/innovations/", {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert client.get("/api/v1/innovations/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("?kind=ROBOT&area=SURGERY", 200, "no such filter: ROBOT"),
        ("?" + "&".join(f"kind=K{n}" for n in range(200)), 200, "195 more"),
        ("?" + "&".join(f"kind=K{n}" for n in range(400)), 400, ""),
        ("?q=" + "a" * 5000, 422, "200 characters or fewer. You entered 5,000."),
        ("?after=zzz", 422, "incomplete or out of date"),
        ("?after=" + encode_cursor(1.5, "Lamp", 1, 1), 422, "first page"),
        ("?q=lamp&after=" + encode_cursor("Lamp", 1, 1), 422, "first page"),
        ("?after=" + encode_cursor("\ud800", 1, 1), 422, "first page"),
        ("?after=" + encode_cursor("a\x00", 1, 1), 422, "first page"),
        ("?after=" + encode_cursor("a", 2**70, 1), 422, "first page"),
        ("?after=" + "W1tb" * 700, 422, "first page"),
        ("?q=%00", 400, ""),
        ("?q=%ff%fe&kind=%f0%9f", 200, ""),
        ("?after=" + encode_cursor("zzz", 1, -5), 200, "nothing after the last page"),
        ("?" + "&".join(f"i=s{n}" for n in range(50)), 200, "not found or not public: s0, s1, s2, s3, s4 and 7 more"),
    ],
)
def test_a_broken_address_is_answered_helpfully(catalogue, client, address, status, words):
    catalogue.add(Item("Lamp"))
    answer = client.get(f"/innovations/{address}")
    assert answer.status_code == status
    assert words in answer.content.decode()


STATED = (
    ("/innovations/", 2),
    ("/innovations/?q=lamp&status=VALID", 2),
    ("/innovations/?q=lamp+zebra", 3),
    ("/innovations/?q=lammp", 3),
    ("/innovations/?q=zzzzz", 2),
    ("/innovations/?q=zzzzz&i=lamp-1&i=lamp-2&i=nobody", 3),
)


def test_statements_do_not_grow_with_the_catalogue(catalogue, client, django_assert_num_queries):
    catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=1) for n in range(5)])
    for address, statements in STATED:
        with django_assert_num_queries(statements):
            client.get(address)
    catalogue.add(*[Item(f"Lamp {n}", status="VALID", facts=1) for n in range(5, 60)])
    for address, statements in STATED:
        with django_assert_num_queries(statements):
            client.get(address)


@pytest.mark.parametrize(("text", "index"), [("wound", "search_entry_words"), ("Invented", "innovator_id")])
def test_the_search_can_use_its_indexes(catalogue, text, index):
    catalogue.add(Item("Lamp"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = matching.found_by(SearchEntry.objects.all(), text).order_by().explain()
    assert "BitmapOr" in plan
    assert index in plan


def test_names_that_look_alike_are_found_by_index(catalogue):
    catalogue.add(Item("Lamp"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX search_entry_in_order")
        rows = matching.entries().filter(name__trigram_word_similar="lammp")
        assert "search_entry_name_alike" in rows.order_by().explain()
