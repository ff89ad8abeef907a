"""Addresses of the innovator's workplace."""

from django.urls import include, path

from evidence.web import answers, certificates, claims, exchange, exports, packs, views

urlpatterns = [
    path("", include("evidence.web.colleague_urls")),
    path("", include("evidence.web.cost_urls")),
    path("", include("evidence.web.identifier_urls")),
    path("", include("evidence.web.picture_urls")),
    path("", include("evidence.web.version_urls")),
    path("workplace/<slug:slug>/", views.Describe.as_view(), name="describe"),
    path("workplace/<slug:slug>/packs/new/", views.StartPack.as_view(), name="start-pack"),
    path("packs/<int:pk>/", packs.PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/standards/", packs.MoveStandards.as_view(), name="move-standards"),
    path("packs/<int:pk>/standards/<slug:code>/", exports.FilledSetPage.as_view(), name="filled-set"),
    path("packs/<int:pk>/standards/<slug:code>/<slug:ending>/", exports.ExportFilledSet.as_view(), name="export-set"),
    path("packs/<int:pk>/answers/<slug:question>/", answers.AnswerQuestion.as_view(), name="answer"),
    path("packs/<int:pk>/answers/<slug:question>/autosave/", answers.AutosaveAnswer.as_view(), name="autosave-answer"),
    path("packs/<int:pk>/answers/<slug:question>/keep-theirs/", answers.KeepTheirs.as_view(), name="keep-theirs"),
    path("packs/<int:pk>/export/", exchange.ExportPack.as_view(), name="export-pack"),
    path("packs/<int:pk>/import/", exchange.ImportPack.as_view(), name="import-pack"),
    path("packs/<int:pk>/claims/new/", claims.StateClaim.as_view(), name="state-claim"),
    path("packs/<int:pk>/claims/<int:claim>/", claims.RestateClaim.as_view(), name="restate-claim"),
    path("packs/<int:pk>/claims/<int:claim>/remove/", claims.RemoveClaim.as_view(), name="remove-claim"),
    path("packs/<int:pk>/certificates/new/", certificates.AddCertificate.as_view(), name="add-certificate"),
    path(
        "packs/<int:pk>/certificates/<int:certificate>/remove/",
        certificates.RemoveCertificate.as_view(),
        name="remove-certificate",
    ),
    path(
        "packs/<int:pk>/certificates/<int:certificate>/renew/",
        certificates.RenewCertificate.as_view(),
        name="renew-certificate",
    ),
    path(
        "packs/<int:pk>/renewals/<int:renewal>/document/",
        certificates.PackRenewalDocument.as_view(),
        name="pack-renewal-document",
    ),
    path("packs/<int:pk>/documents/new/", views.AddDocument.as_view(), name="add-document"),
    path("packs/<int:pk>/documents/<int:document>/", views.PackDocument.as_view(), name="pack-document"),
    path("packs/<int:pk>/documents/<int:document>/remove/", views.RemoveDocument.as_view(), name="remove-document"),
]
