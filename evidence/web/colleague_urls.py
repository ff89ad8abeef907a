"""Addresses of a company's people, and of what they say to each other about a pack."""

from django.urls import path

from evidence.web import colleagues, comments

urlpatterns = [
    path("workplace/companies/<slug:slug>/people/", colleagues.Colleagues.as_view(), name="colleagues"),
    path(
        "workplace/companies/<slug:slug>/people/<int:member>/remove/",
        colleagues.RemoveColleague.as_view(),
        name="remove-colleague",
    ),
    path(
        "workplace/companies/<slug:slug>/people/invited/<int:invitation>/withdraw/",
        colleagues.WithdrawColleagueInvitation.as_view(),
        name="withdraw-colleague-invitation",
    ),
    path("colleague-invitations/<str:token>/", colleagues.JoinCompany.as_view(), name="join-company"),
    path("packs/<int:pk>/comments/", comments.PackComments.as_view(), name="pack-comments"),
    path("packs/<int:pk>/comments/<int:comment>/resolve/", comments.ResolveComment.as_view(), name="resolve-comment"),
]
