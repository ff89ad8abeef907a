"""Addresses of the guide. All public but local costs, which only an organisation's own people see."""

from django.urls import path

from compass.foundation.web.past import with_past
from compass.guide.web import finding, history, local_costs, local_costs_side_by_side, product, side_by_side

urlpatterns = [
    path("innovations/", finding.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(product.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    path("compare/", side_by_side.Compare.as_view(), name="compare"),
    path("innovations/<slug:slug>/local-cost/", local_costs.LocalCostOf.as_view(), name="local-cost-of"),
    path(
        "local-cost-comparison/<str:code>/result.<str:ending>",
        local_costs_side_by_side.SideBySideFile.as_view(),
        name="local-cost-comparison-file",
    ),
    path(
        "local-cost-comparison/<str:code>/", local_costs_side_by_side.SideBySide.as_view(), name="local-cost-comparison"
    ),
    path(
        "local-costs/<str:code>/<slug:slug>/result.<str:ending>",
        local_costs_side_by_side.LocalCostFile.as_view(),
        name="local-cost-file",
    ),
    path("local-costs/<str:code>/", local_costs.LocalCosts.as_view(), name="local-costs"),
    path("local-costs/<str:code>/<slug:slug>/", local_costs.LocalCostPage.as_view(), name="local-cost"),
    path(
        "local-costs/<str:code>/<slug:slug>/numbers/", local_costs.LocalCostNumbers.as_view(), name="local-cost-numbers"
    ),
]
