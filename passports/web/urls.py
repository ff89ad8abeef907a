"""Addresses of passports and adoptions."""

from django.urls import include, path
from django.views.generic import RedirectView

from compass.foundation.web.past import with_past
from passports.web import (
    adoptions,
    conditions,
    credentials,
    history,
    identifiers,
    passports,
    printed,
    proposals,
    renewals,
    submissions,
    verify,
)

_moves = [
    path(f"passports/<str:number>/{move}/", proposals.MovePassport.as_view(move=move), name=f"{move}-passport")
    for move in ("suspend", "reinstate", "withdraw")
]
_conditions = [
    path(f"passports/<str:number>/conditions/<int:condition>/{step}/", view.as_view(), name=name)
    for step, view, name in (
        ("discharge", conditions.DischargeCondition, "discharge-condition"),
        ("extend", conditions.ExtendCondition, "extend-condition"),
        ("evidence", conditions.HandInEvidence, "hand-in-evidence"),
    )
]

urlpatterns = [
    path("assessments/<int:pk>/submit/", submissions.SubmitToCompass.as_view(), name="submit-to-compass"),
    path("submissions/", submissions.Submissions.as_view(), name="submissions"),
    path("submissions/<int:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("submissions/<int:pk>/return/", submissions.ReturnSubmission.as_view(), name="return-submission"),
    path("proposals/<int:pk>/", proposals.ProposalPage.as_view(), name="proposal"),
    path("proposals/<int:pk>/decline/", proposals.DeclineProposal.as_view(), name="decline-proposal"),
    path("proposals/<int:pk>/take-back/", proposals.TakeBackProposal.as_view(), name="take-back-proposal"),
    path("certificate-renewals/<int:pk>/", renewals.RenewalPage.as_view(), name="renewal"),
    path("certificate-renewals/<int:pk>/document/", renewals.RenewalFile.as_view(), name="renewal-document"),
    path("certificate-renewals/<int:pk>/return/", renewals.ReturnRenewal.as_view(), name="return-renewal"),
    path("identifiers/release/", identifiers.ReleaseIdentifier.as_view(), name="release-identifier"),
    path("passports/", RedirectView.as_view(pattern_name="verify", query_string=True), name="passports"),
    path("passports/verify/", verify.verify, name="verify"),
    path("passports/verify/how/", verify.HowToVerify.as_view(), name="how-to-verify"),
    path(".well-known/jwks.json", credentials.jwks, name="jwks"),
    path(".well-known/did.json", credentials.did, name="did"),
    path("credentials/status/<str:purpose>/<int:number>", credentials.status_list, name="status-list"),
    path("passports/<str:number>/credential", credentials.passport_credential, name="passport-credential"),
    path("passports/<str:number>/certificate.pdf", printed.passport_pdf, name="passport-pdf"),
    path("passports/<str:number>/", with_past(passports.PassportPage, history.PassportOn), name="passport"),
    path("passports/<str:number>/history/", history.PassportHistory.as_view(), name="passport-history"),
    path(
        "passports/<str:number>/documents/<int:document>/",
        passports.PassportDocument.as_view(),
        name="passport-document",
    ),
    *_moves,
    *_conditions,
    path(
        "passports/<str:number>/conditions/<int:condition>/evidence/<int:evidence>/",
        conditions.ConditionFile.as_view(),
        name="condition-file",
    ),
    path("passports/<str:number>/adopt/", adoptions.Adopt.as_view(), name="adopt"),
    path("adoptions/", adoptions.Adoptions.as_view(), name="adoptions"),
    path("adoptions/<int:pk>/", adoptions.AdoptionPage.as_view(), name="adoption"),
    path("adoptions/<int:pk>/checks/<int:check>/", adoptions.CompleteCheck.as_view(), name="complete-check"),
    path("adoptions/<int:pk>/move/", adoptions.MoveAdoption.as_view(), name="move-adoption"),
    path("adoptions/<int:pk>/contact/", adoptions.OfferContact.as_view(), name="offer-contact"),
    path("adoptions/<int:pk>/end/", adoptions.EndAdoption.as_view(), name="end-adoption"),
    path("", include("passports.web.safety_urls")),
]
