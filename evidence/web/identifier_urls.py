"""Addresses of identifiers in the innovator's workplace."""

from django.urls import path

from evidence.web import identifiers

urlpatterns = [
    path("workplace/<slug:slug>/identifiers/", identifiers.Identifiers.as_view(), name="identifiers"),
    path(
        "workplace/<slug:slug>/identifiers/<int:identifier>/remove/",
        identifiers.RemoveIdentifier.as_view(),
        name="remove-identifier",
    ),
    path("companies/<slug:slug>/identifiers/", identifiers.CompanyIdentifiers.as_view(), name="company-identifiers"),
    path(
        "companies/<slug:slug>/identifiers/<int:identifier>/remove/",
        identifiers.RemoveCompanyIdentifier.as_view(),
        name="remove-company-identifier",
    ),
]
