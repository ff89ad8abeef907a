"""Addresses of passports and adoptions."""

from django.urls import path

from passports.web import adoptions, identifiers, passports, renewals, submissions

_moves = [
    path(f"passports/<str:number>/{move}/", passports.MovePassport.as_view(move=move), name=f"{move}-passport")
    for move in ("suspend", "reinstate", "withdraw")
]

urlpatterns = [
    path("assessments/<int:pk>/submit/", submissions.SubmitToCompass.as_view(), name="submit-to-compass"),
    path("submissions/", submissions.Submissions.as_view(), name="submissions"),
    path("submissions/<int:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("submissions/<int:pk>/return/", submissions.ReturnSubmission.as_view(), name="return-submission"),
    path("certificate-renewals/<int:pk>/", renewals.RenewalPage.as_view(), name="renewal"),
    path("certificate-renewals/<int:pk>/document/", renewals.RenewalFile.as_view(), name="renewal-document"),
    path("certificate-renewals/<int:pk>/return/", renewals.ReturnRenewal.as_view(), name="return-renewal"),
    path("identifiers/release/", identifiers.ReleaseIdentifier.as_view(), name="release-identifier"),
    path("passports/", passports.verify, name="verify"),
    path("passports/<str:number>/", passports.PassportPage.as_view(), name="passport"),
    path(
        "passports/<str:number>/documents/<int:document>/",
        passports.PassportDocument.as_view(),
        name="passport-document",
    ),
    *_moves,
    path(
        "passports/<str:number>/conditions/<int:condition>/discharge/",
        passports.DischargeCondition.as_view(),
        name="discharge-condition",
    ),
    path("passports/<str:number>/adopt/", adoptions.Adopt.as_view(), name="adopt"),
    path("adoptions/", adoptions.Adoptions.as_view(), name="adoptions"),
    path("adoptions/<int:pk>/", adoptions.AdoptionPage.as_view(), name="adoption"),
    path("adoptions/<int:pk>/checks/<int:check>/", adoptions.CompleteCheck.as_view(), name="complete-check"),
    path("adoptions/<int:pk>/end/", adoptions.EndAdoption.as_view(), name="end-adoption"),
]
