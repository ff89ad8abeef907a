"""Addresses of a company's people and programs, and of what people say to each other about a pack."""

from django.urls import path

from evidence.web import api_access, colleagues, comments

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
    path("workplace/companies/<slug:slug>/api-access/", api_access.ApiAccess.as_view(), name="api-access"),
    path(
        "workplace/companies/<slug:slug>/api-access/<int:client>/end/",
        api_access.EndAccess.as_view(),
        name="end-api-access",
    ),
    path("colleague-invitations/<str:token>/", colleagues.JoinCompany.as_view(), name="join-company"),
    path("packs/<int:pk>/comments/", comments.PackComments.as_view(), name="pack-comments"),
    path("packs/<int:pk>/comments/<int:comment>/resolve/", comments.ResolveComment.as_view(), name="resolve-comment"),
]
