"""Addresses of the NHS organisations' workplace."""

from django.urls import path

from trusts.web import assessments, exports, needs, nominations, organisations, packs

urlpatterns = [
    path("nominations/", nominations.Nominations.as_view(), name="nominations"),
    path("nominations/new/", nominations.Nominate.as_view(), name="nominate"),
    path("nominations/<int:pk>/withdraw/", nominations.WithdrawNomination.as_view(), name="withdraw-nomination"),
    path("invitations/<str:token>/", nominations.Invitation.as_view(), name="invitation"),
    path("invitations/<str:token>/decline/", nominations.DeclineInvitation.as_view(), name="decline-invitation"),
    path("workplace/<slug:slug>/nominated/", nominations.DescribeNominated.as_view(), name="describe-nominated"),
    path("packs/<int:pk>/submit/", packs.SubmitPack.as_view(), name="submit-pack"),
    path("packs/<int:pk>/assessments/", packs.PackAssessments.as_view(), name="pack-assessments"),
    path("packs/<int:pk>/revise/", packs.RevisePack.as_view(), name="revise-pack"),
    path("assessments/", assessments.Assessments.as_view(), name="assessments"),
    path("assessments/<int:pk>/", assessments.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<int:pk>/interest/", assessments.DeclareInterest.as_view(), name="declare-interest"),
    path("assessments/<int:pk>/scores/<slug:section>/", assessments.ScoreSection.as_view(), name="score-section"),
    path("assessments/<int:pk>/decision/", assessments.Decide.as_view(), name="decide"),
    path(
        "assessments/<int:pk>/documents/<int:document>/",
        assessments.AssessmentDocument.as_view(),
        name="assessment-document",
    ),
    path("assessments/<int:pk>/standards/<slug:code>/", exports.AssessedSetPage.as_view(), name="assessed-set"),
    path(
        "assessments/<int:pk>/standards/<slug:code>/<slug:ending>/",
        exports.ExportAssessedSet.as_view(),
        name="export-assessed-set",
    ),
    path("needs/", needs.Needs.as_view(), name="needs"),
    path("needs/new/", needs.PublishNeed.as_view(), name="publish-need"),
    path("needs/<int:pk>/", needs.NeedPage.as_view(), name="need"),
    path("needs/<int:pk>/answer/", needs.AnswerNeed.as_view(), name="answer-need"),
    path("needs/<int:pk>/change/", needs.ChangeNeed.as_view(), name="change-need"),
    path("needs/<int:pk>/close/", needs.CloseNeed.as_view(), name="close-need"),
    path("organisations/", organisations.Organisations.as_view(), name="organisations"),
    path("organisations/<slug:code>/", organisations.OrganisationPage.as_view(), name="organisation"),
]
