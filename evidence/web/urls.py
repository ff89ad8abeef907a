"""Addresses of the innovator's workplace."""

from django.urls import include, path

from evidence.web import views

urlpatterns = [
    path("", include("evidence.web.colleague_urls")),
    path("", include("evidence.web.cost_urls")),
    path("", include("evidence.web.identifier_urls")),
    path("workplace/<slug:slug>/", views.Describe.as_view(), name="describe"),
    path("workplace/<slug:slug>/packs/new/", views.StartPack.as_view(), name="start-pack"),
    path("packs/<int:pk>/", views.PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/answers/<slug:code>/", views.AnswerRequirement.as_view(), name="answer"),
    path("packs/<int:pk>/certificates/new/", views.AddCertificate.as_view(), name="add-certificate"),
    path(
        "packs/<int:pk>/certificates/<int:certificate>/remove/",
        views.RemoveCertificate.as_view(),
        name="remove-certificate",
    ),
    path("packs/<int:pk>/documents/new/", views.AddDocument.as_view(), name="add-document"),
    path("packs/<int:pk>/documents/<int:document>/", views.PackDocument.as_view(), name="pack-document"),
    path("packs/<int:pk>/documents/<int:document>/remove/", views.RemoveDocument.as_view(), name="remove-document"),
]
