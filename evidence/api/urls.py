"""Addresses of evidence packs below /api/."""

from django.urls import path

from evidence.api import claims, packs, parts

urlpatterns = [
    path("v1/packs/", packs.Packs.as_view(), name="api-packs"),
    path("v1/packs/schema/", packs.PackSchema.as_view(), name="api-pack-schema"),
    path("v1/packs/<int:pk>/", packs.PackDetail.as_view(), name="api-pack"),
    path("v1/packs/<int:pk>/tasks/", packs.PackTasks.as_view(), name="api-pack-tasks"),
    path("v1/packs/<int:pk>/answers/<slug:question>/", parts.PackAnswer.as_view(), name="api-pack-answer"),
    path("v1/packs/<int:pk>/cost-model/", parts.PackCostModel.as_view(), name="api-pack-cost-model"),
    path("v1/packs/<int:pk>/documents/", parts.PackDocuments.as_view(), name="api-pack-documents"),
    path("v1/packs/<int:pk>/claims/", claims.PackClaims.as_view(), name="api-pack-claims"),
    path("v1/packs/<int:pk>/claims/<int:claim>/", claims.PackClaim.as_view(), name="api-pack-claim"),
    path("v1/packs/<int:pk>/certificates/", claims.PackCertificates.as_view(), name="api-pack-certificates"),
    path(
        "v1/packs/<int:pk>/certificates/<int:certificate>/",
        claims.PackCertificate.as_view(),
        name="api-pack-certificate",
    ),
]
