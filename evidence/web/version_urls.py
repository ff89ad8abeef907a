"""Addresses of the pages about versions of a product."""

from django.urls import path

from evidence.web import versions

urlpatterns = [
    path("packs/<int:pk>/impact/", versions.Impact.as_view(), name="impact"),
    path("packs/<int:pk>/impact/change/", versions.RestateChange.as_view(), name="restate-change"),
    path("packs/<int:pk>/confirm/", versions.ConfirmParts.as_view(), name="confirm-parts"),
    path("packs/<int:pk>/confirm/<slug:question>/", versions.ConfirmPart.as_view(), name="confirm-part"),
    path("packs/<int:pk>/compare/<int:other>/", versions.ComparePacks.as_view(), name="compare-packs"),
]
