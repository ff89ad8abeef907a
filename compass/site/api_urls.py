"""The root of the API: every resource, the OpenAPI document and its page."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path, re_path
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from compass.accounts import api as machines
from compass.foundation.api.views import READING, NothingHere, Reading
from compass.guide.api import catalogue as guide
from passports.api import passports
from trusts.api import needs, organisations
from trusts.api import packs as submissions

_LINKS = {
    "innovations": "api-innovations",
    "compare": "api-compare",
    "organisations": "api-organisations",
    "needs": "api-needs",
    "passports": "api-passports",
    "packs": "api-packs",
    "saved_searches": "api-saved-searches",
    "search_records": "api-search-records",
    "shortlists": "api-shortlists",
    "evaluations": "api-evaluations",
    "token": "api-token",
    "schema": "api-schema",
    "docs": "api-docs",
}
# Of one organisation each, by its ODS code.
_OF_ORGANISATION = {"schemes": "api-scheme", "local_costs": "api-local-costs"}


class RootSerializer(serializers.Serializer[Any]):
    """Documents the index."""

    innovations = serializers.URLField()
    compare = serializers.URLField(help_text="Technologies side by side: `?i=` once for each.")
    organisations = serializers.URLField()
    needs = serializers.URLField()
    passports = serializers.URLField()
    packs = serializers.URLField(help_text="Your evidence packs: for people who are signed in, and their programs.")
    saved_searches = serializers.URLField(help_text="Those of your organisations: for people who are signed in.")
    search_records = serializers.URLField(help_text="The same for the records of searches and comparisons they keep.")
    shortlists = serializers.URLField(help_text="The same for the shortlists they keep.")
    evaluations = serializers.URLField(help_text="The same for the evaluations they make.")
    schemes = serializers.CharField(help_text="The questions and weights of one of them: `{ods_code}`.")
    local_costs = serializers.CharField(help_text="The same for what technologies cost one of them: `{ods_code}`.")
    token = serializers.URLField(help_text="Where programs get their tokens, by OAuth 2 client credentials.")
    schema = serializers.URLField()
    docs = serializers.URLField()


class Root(Reading):
    """Where everything begins."""

    @extend_schema(responses=RootSerializer)
    def get(self, request: Request) -> Response:
        """The address of every resource; one in braces is to be filled in."""
        links = {word: reverse(name, request=request) for word, name in _LINKS.items()}
        for word, name in _OF_ORGANISATION.items():
            links[word] = unquote(reverse(name, args=["{ods_code}"], request=request))
        return Response(links)


@cache
def _document(media_type: str) -> tuple[bytes, str]:
    """The document in this form, and its ETag. It says the same to everybody while a process lives."""
    renderer = next(one for one in Schema.renderer_classes if one.media_type == media_type)
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    written: bytes = renderer().render(document)
    return written, f'"{hashlib.sha256(written).hexdigest()[:32]}"'


class Schema(SpectacularAPIView):
    """The OpenAPI 3.1 document."""

    authentication_classes = ()
    http_method_names = READING

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Made once by each process."""
        form = request.accepted_renderer
        written, etag = _document(form.media_type)
        response = HttpResponse(written, content_type=form.media_type)
        response["Content-Disposition"] = f'inline; filename="MedTech Compass.{form.format}"'
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        return get_conditional_response(request._request, etag=etag, response=response) or response


class Docs(SpectacularSwaggerSplitView):
    """The OpenAPI document as a page. Our template has no inline style or script, so the site's own policy holds."""

    url_name = "api-schema"
    template_name = "site/api_docs.jinja"
    http_method_names = READING


urlpatterns = [
    path("v1/", Root.as_view(), name="api-root"),
    path("v1/token/", machines.Token.as_view(), name="api-token"),
    path("v1/schema/", Schema.as_view(), name="api-schema"),
    path("v1/innovations/", guide.Innovations.as_view(), name="api-innovations"),
    path("v1/innovations/<str:slug>/", guide.InnovationDetail.as_view(), name="api-innovation"),
    path("v1/compare/", guide.Compare.as_view(), name="api-compare"),
    path("v1/organisations/", organisations.Organisations.as_view(), name="api-organisations"),
    path("v1/organisations/<str:ods_code>/", organisations.OrganisationDetail.as_view(), name="api-organisation"),
    path("v1/needs/", needs.Needs.as_view(), name="api-needs"),
    path("v1/needs/<int:number>/", needs.NeedDetail.as_view(), name="api-need"),
    path("v1/needs/<int:number>/answers/", needs.NeedAnswers.as_view(), name="api-need-answers"),
    path("", include("evidence.api.urls")),
    path("", include("compass.guide.api.urls")),
    path("v1/packs/<int:pk>/submission/", submissions.PackSubmission.as_view(), name="api-pack-submission"),
    path("v1/packs/<int:pk>/revision/", submissions.PackRevision.as_view(), name="api-pack-revision"),
    path("v1/passports/", passports.Passports.as_view(), name="api-passports"),
    path("v1/passports/<str:number>/", passports.PassportDetail.as_view(), name="api-passport"),
    path("docs/", Docs.as_view(), name="api-docs"),
    re_path(r"^[\s\S]*\Z", NothingHere.as_view(), name="api-not-found"),
]
