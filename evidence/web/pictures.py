"""Pages of a technology's picture: shown with its words, set, told anew, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.forms import Line
from compass.foundation.text import LINE_MAX
from compass.foundation.web.views import Download, FormPage
from evidence import queries
from evidence.downloads import picture_response
from evidence.models import Innovation, Picture
from evidence.operations import pictures
from evidence.queries.pictures import pictures_of


class PictureForm(forms.Form):
    """A picture and its words; without a file only the words change."""

    upload = forms.FileField(
        label="Picture",
        required=False,
        help_text="PNG or JPEG, up to 8 MB, at least 240 by 180 pixels. We make it smaller, and remove the place and "
        "time that a camera writes into it.",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        max_length=200,
        error_messages={
            "empty": "The file is empty. Choose it again",
            "max_length": "The name of the file is too long. Give it a name of 200 characters or fewer",
        },
    )
    alternative = Line(
        "What the picture shows",
        hint="For people who cannot see it. For example: A white sensor the size of a coin on a dressing.",
        max_length=LINE_MAX,
    )


class _OfInnovation(FormPage):
    innovation: Innovation
    picture: Picture | None

    def prepare(self) -> None:
        found = queries.innovations_of(self.person).select_related("shown_as")
        self.innovation = get_object_or_404(found, slug=self.kwargs["slug"])
        self.picture = getattr(self.innovation, "shown_as", None)

    def caption(self) -> str:
        return str(self.innovation)


class PicturePage(_OfInnovation):
    """The picture as it is shown, and a form to set another one."""

    template_name = "evidence/picture.jinja"
    form_class = PictureForm
    heading = "Picture"
    button = "Save the picture"
    multipart = True
    done = "The picture is saved."

    def back(self) -> str:
        return reverse("workplace")

    def get_initial(self) -> dict[str, Any]:
        return {"alternative": self.picture.alternative if self.picture else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(picture=self.picture, slug=self.innovation.slug, **kwargs)

    def perform(self, form: Form) -> str:
        words, upload = form.cleaned_data["alternative"], form.cleaned_data["upload"]
        given: dict[str, Any] = {"innovation": self.innovation, "alternative": words, "by": self.person, "now": now()}
        if upload is None:
            pictures.tell_picture(**given)
        else:
            pictures.set_picture(upload=upload, **given)
        return reverse("picture", args=[self.innovation.slug])


class RemovePicture(_OfInnovation):
    """Show no picture any more."""

    heading = "Remove the picture?"
    button = "Remove the picture"
    variant = "warning"
    lead = "A plain drawing of its kind is shown instead. You can set a picture again."
    done = "The picture is removed."

    def back(self) -> str:
        return reverse("picture", args=[self.innovation.slug])

    def perform(self, form: Form) -> str:
        pictures.remove_picture(innovation=self.innovation, by=self.person, now=now())
        return self.back()


class OwnPicture(Download):
    """The innovator's own road to its picture, before the technology is public too."""

    def get(self, request: HttpRequest, slug: str) -> FileResponse:
        picture = get_object_or_404(pictures_of(self.person), innovation__slug=slug)
        return picture_response(picture.large, public=False)
