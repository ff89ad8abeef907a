"""Addresses of the guide. All public, but for what an organisation keeps."""

from django.urls import path

from compass.foundation.web.past import with_past
from compass.guide.web import finding, history, product, searches, shortlists, side_by_side

urlpatterns = [
    path("innovations/", finding.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(product.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    path("compare/", side_by_side.Compare.as_view(), name="compare"),
    path("searches/", searches.FrozenSearches.as_view(), name="frozen-searches"),
    path("searches/keep/", searches.KeepSearch.as_view(), name="keep-search"),
    path("searches/<int:pk>/", searches.FrozenSearchPage.as_view(), name="frozen-search"),
    path("searches/<int:pk>/record.pdf", searches.FrozenSearchPdf.as_view(), name="frozen-search-pdf"),
    path("searches/<int:pk>/content.json", searches.FrozenSearchJson.as_view(), name="frozen-search-json"),
    path("shortlists/", shortlists.Shortlists.as_view(), name="shortlists"),
    path("shortlists/start/", shortlists.StartShortlist.as_view(), name="start-shortlist"),
    path("shortlists/add/", shortlists.AddToShortlist.as_view(), name="add-to-shortlist"),
    path("shortlists/<int:pk>/", shortlists.ShortlistPage.as_view(), name="shortlist"),
    path("shortlists/<int:pk>/archive/", shortlists.Archive.as_view(), name="archive-shortlist"),
    path("shortlists/<int:pk>/reopen/", shortlists.Reopen.as_view(), name="reopen-shortlist"),
    path("shortlists/<int:pk>/<int:entry>/opinion/", shortlists.GiveOpinion.as_view(), name="give-opinion"),
    path("shortlists/<int:pk>/<int:entry>/up/", shortlists.MoveUp.as_view(), name="move-shortlisted-up"),
    path("shortlists/<int:pk>/<int:entry>/take-out/", shortlists.TakeOut.as_view(), name="take-out-shortlisted"),
]
