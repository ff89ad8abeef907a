"""Addresses of evidence packs below /api/."""

from django.urls import path

from evidence.api import claims, comments, documents, packs, parts, standards, versions

PACK = "v1/packs/<int:pk>/"

urlpatterns = [
    path("v1/packs/", packs.Packs.as_view(), name="api-packs"),
    path("v1/packs/schema/", packs.PackSchema.as_view(), name="api-pack-schema"),
    path(PACK, packs.PackDetail.as_view(), name="api-pack"),
    path(f"{PACK}tasks/", packs.PackTasks.as_view(), name="api-pack-tasks"),
    path(f"{PACK}answers/<slug:question>/", parts.PackAnswer.as_view(), name="api-pack-answer"),
    path(f"{PACK}cost-model/", parts.PackCostModel.as_view(), name="api-pack-cost-model"),
    path(f"{PACK}documents/", documents.PackDocuments.as_view(), name="api-pack-documents"),
    path(f"{PACK}documents/<int:document>/", documents.PackDocument.as_view(), name="api-pack-document"),
    path(f"{PACK}documents/<int:document>/file/", documents.PackDocumentFile.as_view(), name="api-pack-document-file"),
    path(f"{PACK}claims/", claims.PackClaims.as_view(), name="api-pack-claims"),
    path(f"{PACK}claims/<int:claim>/", claims.PackClaim.as_view(), name="api-pack-claim"),
    path(f"{PACK}certificates/", claims.PackCertificates.as_view(), name="api-pack-certificates"),
    path(f"{PACK}certificates/<int:certificate>/", claims.PackCertificate.as_view(), name="api-pack-certificate"),
    path(
        f"{PACK}certificates/<int:certificate>/renewals/",
        claims.PackCertificateRenewals.as_view(),
        name="api-pack-certificate-renewals",
    ),
    path(f"{PACK}comments/", comments.PackComments.as_view(), name="api-pack-comments"),
    path(f"{PACK}comments/<int:comment>/", comments.PackOneComment.as_view(), name="api-pack-comment"),
    path(f"{PACK}standards/", standards.PackStandards.as_view(), name="api-pack-standards"),
    path(f"{PACK}standards/<slug:code>/<slug:ending>/", standards.PackExport.as_view(), name="api-pack-export"),
    path(f"{PACK}change/", versions.PackChange.as_view(), name="api-pack-change"),
    path(f"{PACK}confirmations/", versions.PackConfirmations.as_view(), name="api-pack-confirmations"),
    path(f"{PACK}confirmations/<slug:question>/", versions.PackConfirmation.as_view(), name="api-pack-confirmation"),
    path(f"{PACK}versions/", versions.PackVersions.as_view(), name="api-pack-versions"),
    path(f"{PACK}comparison/<int:other>/", versions.PackComparison.as_view(), name="api-pack-comparison"),
]
