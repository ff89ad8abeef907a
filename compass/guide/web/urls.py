"""Addresses of the guide. All public, but for what an organisation keeps."""

from django.urls import path, re_path

from compass.foundation.web.past import with_past
from compass.guide.web import (
    choosing,
    finding,
    frozen_searches,
    history,
    local_costs,
    local_costs_side_by_side,
    pictures,
    product,
    saved_searches,
    schemes,
    shortlists,
    side_by_side,
    value,
    value_evaluators,
    value_leads,
    value_record,
    value_scores,
)

urlpatterns = [
    path("innovations/", finding.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(product.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    re_path(r"^pictures/(?P<sha256>[0-9a-f]{64})\.webp$", pictures.picture_file, name="picture-file"),
    path("compare/", side_by_side.Compare.as_view(), name="compare"),
    path("innovations/<slug:slug>/local-cost/", local_costs.LocalCostOf.as_view(), name="local-cost-of"),
    path(
        "local-cost-comparison/",
        local_costs_side_by_side.SideBySideOf.as_view(),
        name="local-cost-comparison-of",
    ),
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
    path("searches/", frozen_searches.FrozenSearches.as_view(), name="frozen-searches"),
    path("compare/keep/", frozen_searches.KeepComparison.as_view(), name="keep-comparison"),
    path("searches/keep/", frozen_searches.KeepSearch.as_view(), name="keep-search"),
    path("searches/<uuid:uuid>/", frozen_searches.FrozenSearchPage.as_view(), name="frozen-search"),
    path("searches/<uuid:uuid>/record.pdf", frozen_searches.FrozenSearchPdf.as_view(), name="frozen-search-pdf"),
    path("searches/<uuid:uuid>/content.json", frozen_searches.FrozenSearchJson.as_view(), name="frozen-search-json"),
    path("choosing/", choosing.Choosing.as_view(), name="choosing"),
    path("saved-searches/", saved_searches.SavedSearches.as_view(), name="saved-searches"),
    path("saved-searches/save/", saved_searches.SaveSearch.as_view(), name="save-search"),
    path("saved-searches/<uuid:uuid>/", saved_searches.SavedSearchPage.as_view(), name="saved-search"),
    path("saved-searches/<uuid:uuid>/rename/", saved_searches.RenameSearch.as_view(), name="rename-saved-search"),
    path("saved-searches/<uuid:uuid>/stop/", saved_searches.StopSearch.as_view(), name="stop-saved-search"),
    path("shortlists/", shortlists.Shortlists.as_view(), name="shortlists"),
    path("shortlists/start/", shortlists.StartShortlist.as_view(), name="start-shortlist"),
    path("shortlists/add/", shortlists.AddToShortlist.as_view(), name="add-to-shortlist"),
    path("shortlists/<uuid:uuid>/", shortlists.ShortlistPage.as_view(), name="shortlist"),
    path("shortlists/<uuid:uuid>/rename/", shortlists.Rename.as_view(), name="rename-shortlist"),
    path("shortlists/<uuid:uuid>/archive/", shortlists.Archive.as_view(), name="archive-shortlist"),
    path("shortlists/<uuid:uuid>/reopen/", shortlists.Reopen.as_view(), name="reopen-shortlist"),
    path("shortlists/<uuid:uuid>/<uuid:entry>/opinion/", shortlists.GiveOpinion.as_view(), name="give-opinion"),
    path("shortlists/<uuid:uuid>/<uuid:entry>/up/", shortlists.MoveUp.as_view(), name="move-shortlisted-up"),
    path("shortlists/<uuid:uuid>/<uuid:entry>/take-out/", shortlists.TakeOut.as_view(), name="take-out-shortlisted"),
    re_path(
        r"^compare/comparison\.(?P<ending>pdf|xlsx|csv|json)$", side_by_side.CompareFile.as_view(), name="compare-file"
    ),
    path("evaluations/", value.Evaluations.as_view(), name="evaluations"),
    path("evaluations/questions/<str:code>/", schemes.SchemePage.as_view(), name="scheme"),
    path("evaluations/questions/<str:code>/edit/", schemes.EditScheme.as_view(), name="edit-scheme"),
    path("evaluations/new/", value.StartEvaluation.as_view(), name="start-evaluation"),
    path("evaluations/<uuid:uuid>/", value.EvaluationPage.as_view(), name="evaluation"),
    path("evaluations/<uuid:uuid>/set-up/", value_leads.ChangePurchase.as_view(), name="change-evaluation"),
    path("evaluations/<uuid:uuid>/hand-over/", value_leads.HandOver.as_view(), name="hand-evaluation-over"),
    path("evaluations/<uuid:uuid>/take-over/", value_leads.TakeOver.as_view(), name="take-evaluation-over"),
    path("evaluations/<uuid:uuid>/abandon/", value_leads.Abandon.as_view(), name="abandon-evaluation"),
    path("evaluations/<uuid:uuid>/weights/", value.Weights.as_view(), name="evaluation-weights"),
    path("evaluations/<uuid:uuid>/evaluators/", value_evaluators.AddEvaluator.as_view(), name="add-evaluator"),
    path(
        "evaluations/<uuid:uuid>/evaluators/<uuid:evaluator>/take-off/",
        value_evaluators.RemoveEvaluator.as_view(),
        name="remove-evaluator",
    ),
    path("evaluations/<uuid:uuid>/move/<slug:move>/", value.MoveOn.as_view(), name="move-evaluation"),
    path("evaluations/<uuid:uuid>/costs/<slug:slug>/", value_scores.Cost.as_view(), name="evaluation-cost"),
    path("evaluations/<uuid:uuid>/scores/<slug:slug>/", value_scores.Scores.as_view(), name="evaluation-scores"),
    path("evaluations/<uuid:uuid>/agreed/<slug:slug>/", value_scores.Moderation.as_view(), name="moderate-scores"),
    path("evaluations/<uuid:uuid>/result/", value_record.ResultPage.as_view(), name="evaluation-result"),
    path("evaluations/<uuid:uuid>/scored/<slug:slug>/", value_record.ScoredPage.as_view(), name="evaluation-scored"),
    path("evaluations/<uuid:uuid>/record.<str:ending>", value_record.RecordFile.as_view(), name="export-evaluation"),
]
