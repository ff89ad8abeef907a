"""Addresses of the guide. All public."""

from django.urls import path, re_path

from compass.foundation.web.past import with_past
from compass.guide.web import finding, history, product, side_by_side

urlpatterns = [
    path("innovations/", finding.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(product.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    path("compare/", side_by_side.Compare.as_view(), name="compare"),
    re_path(
        r"^compare/comparison\.(?P<ending>pdf|xlsx|csv|json)$", side_by_side.CompareFile.as_view(), name="compare-file"
    ),
]
