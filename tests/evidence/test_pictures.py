"""Pictures: made anew from what was sent, told in words, shown where the technology is, kept no longer than shown."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from compass.foundation.errors import Invalid, NotAllowed, Refused
from evidence.models import Innovation, Picture
from evidence.operations.pictures import remove_picture, set_picture, tell_picture
from evidence.operations.stored_files import picture_place, sweep_files
from tests.evidence.files import PDF
from tests.evidence.picture_cases import PICTURES
from tests.evidence.picture_files import SECRET, drawing
from tests.factories import InnovationFactory, PersonFactory
from tests.foundation.raw_writes import assert_held

pytestmark = pytest.mark.heavy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def given(story, **more):
    return {"innovation": story.innovation, "alternative": "A teal square.", "by": story.maker, "now": story.now} | more


@pytest.fixture
def picture(story):
    return set_picture(upload=drawing(), **given(story))


def stored(sha256: str) -> bytes:
    with default_storage.open(picture_place(sha256)) as file:
        return file.read()


def let_go(response) -> None:
    """Close the file; closing the response would end the test's database connection too."""
    for close in response._resource_closers:
        close()


def test_only_the_pixels_of_what_was_sent_are_kept(story):
    picture = set_picture(upload=drawing(size=(3000, 2000), form="JPEG"), **given(story))
    for sha256, width, height, most in (
        (picture.large, picture.large_width, picture.large_height, 40_000),
        (picture.small, picture.small_width, picture.small_height, 3_000),
    ):
        content = stored(sha256)
        assert len(content) <= most
        assert SECRET not in content
        with Image.open(BytesIO(content), formats=["WEBP"]) as image:
            assert image.size == (width, height)
            assert not image.getexif()
            assert width < height  # it was taken with the camera on its side
            # The mark went from the upper left to the upper right.
            assert image.convert("RGB").getpixel((width - 3, 3))[0] > 200
            assert image.convert("RGB").getpixel((3, 3))[0] < 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PDF, "not a PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not a PNG or JPEG"),
        (drawing().read()[:900], "damaged or incomplete"),
        (drawing().read() + b"<script>" * 9, "other data after its end"),
        (drawing(size=(200, 100)).read(), "smaller than 240 by 180"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (8 * 1024 * 1024), "larger than 8 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(story, content, said):
    with pytest.raises(Invalid, match=said) as refused:
        set_picture(upload=SimpleUploadedFile("x.png", content), **given(story))
    assert refused.value.next_step
    assert not Picture.objects.exists()


def test_it_is_told_in_words_by_its_own_people_alone(story, picture):
    with pytest.raises(Invalid, match="what the picture shows"):
        set_picture(upload=drawing("red"), **given(story, alternative="  "))
    for refused in (
        lambda person: set_picture(upload=drawing("red"), **given(story, by=person)),
        lambda person: tell_picture(**given(story, by=person)),
        lambda person: remove_picture(innovation=story.innovation, by=person, now=story.now),
    ):
        with pytest.raises(NotAllowed):
            refused(PersonFactory())
    tell_picture(**given(story, alternative="A square."))
    told = Picture.objects.get()
    assert (told.alternative, told.large) == ("A square.", picture.large)


def test_files_go_with_the_last_picture_that_shows_them(story, picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_picture(upload=drawing("red"), **given(story))
    assert not default_storage.exists(picture_place(picture.large))
    now_shown = Picture.objects.get()
    assert default_storage.exists(picture_place(now_shown.large))
    assert sweep_files(now=story.now) == 0
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(innovation=story.innovation, by=story.maker, now=story.now)
    assert not default_storage.exists(picture_place(now_shown.small))
    with pytest.raises(Refused, match="no picture any more"):
        remove_picture(innovation=story.innovation, by=story.maker, now=story.now)


def test_it_is_public_with_its_technology_and_kept_for_good(story, picture, client):
    address = reverse("picture-file", args=[picture.small])
    assert client.get(address).status_code == 404
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=story.now)
    for person in (None, story.buyer):
        if person:
            client.force_login(person, backend=BACKEND)
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == stored(picture.small)
        assert not answer.cookies
        let_go(answer)
    assert client.get(reverse("picture-file", args=["0" * 64])).status_code == 404


def test_pages_show_it_with_its_words_and_size_or_a_plain_drawing(story, picture, client):
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=story.now)
    page = reverse("innovation", args=[story.innovation.slug])
    before = client.get(page)
    large = f'/pictures/{picture.large}.webp" alt="A teal square." width="640" height="480"'
    small = f'/pictures/{picture.small}.webp" alt="A teal square." width="192" height="144"'
    assert large in before.content.decode()
    lamp = InnovationFactory(published_at=story.now)
    for address in ("/innovations/", f"/compare/?i={story.innovation.slug}&i={lamp.slug}"):
        found = client.get(address).content.decode()
        assert small in found
        assert 'alt="" width="96" height="72"' in found  # the other one's
    told = client.get(reverse("api-innovation", args=[story.innovation.slug])).json()["picture"]
    assert (told["alternative"], told["large"]) == ("A teal square.", picture.large)
    remove_picture(innovation=story.innovation, by=story.maker, now=story.now)
    after = client.get(page, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert 'kind-device.svg" alt="" width="320" height="240"' in after.content.decode()


def test_its_people_set_it_on_a_page_that_keeps_what_was_typed(story, client):
    client.force_login(story.maker, backend=BACKEND)
    address = reverse("picture", args=[story.innovation.slug])
    refused = client.post(address, {"upload": SimpleUploadedFile("x.png", PDF), "alternative": "A teal square."})
    assert refused.status_code == 422
    assert 'value="A teal square."' in refused.content.decode()
    assert client.post(address, {"alternative": "Nothing yet."}).status_code == 409
    assert client.post(address, {"upload": drawing(), "alternative": "A teal square."}).status_code == 302
    page = client.get(address).content.decode()
    assert 'alt="A teal square."' in page
    own = client.get(reverse("own-picture", args=[story.innovation.slug]))
    assert own.status_code == 200
    assert own["Cache-Control"] == "private, no-store"
    let_go(own)
    client.force_login(PersonFactory(), backend=BACKEND)
    assert client.get(reverse("own-picture", args=[story.innovation.slug])).status_code == 404


def test_tables_hold_their_rules(story, picture):
    assert_held(PICTURES, picture=picture.pk, draft=story.draft.pk)
