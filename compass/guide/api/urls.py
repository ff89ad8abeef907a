"""Addresses of what an organisation keeps of the guide, for machines."""

from django.urls import path

from compass.guide.api import (
    evaluation_questions,
    evaluation_scores,
    evaluations,
    frozen_searches,
    local_costs,
    saved_searches,
    schemes,
    shortlist_notes,
    shortlists,
)

urlpatterns = [
    path("v1/shortlists/", shortlists.Shortlists.as_view(), name="api-shortlists"),
    path("v1/shortlists/<uuid:uuid>/", shortlists.OneShortlist.as_view(), name="api-shortlist"),
    path("v1/shortlists/<uuid:uuid>/entries/", shortlists.Entries.as_view(), name="api-shortlist-entries"),
    path("v1/shortlists/<uuid:uuid>/entries/<uuid:entry>/", shortlists.OneEntry.as_view(), name="api-shortlist-entry"),
    path(
        "v1/shortlists/<uuid:uuid>/entries/<uuid:entry>/notes/<uuid:note>/",
        shortlist_notes.OneNote.as_view(),
        name="api-shortlist-note",
    ),
    path("v1/search-records/", frozen_searches.SearchRecords.as_view(), name="api-search-records"),
    path("v1/search-records/<uuid:uuid>/", frozen_searches.OneSearchRecord.as_view(), name="api-search-record"),
    path("v1/saved-searches/", saved_searches.SavedSearches.as_view(), name="api-saved-searches"),
    path("v1/saved-searches/<uuid:uuid>/", saved_searches.OneSavedSearch.as_view(), name="api-saved-search"),
    path("v1/evaluations/", evaluations.Evaluations.as_view(), name="api-evaluations"),
    path("v1/evaluations/<uuid:uuid>/", evaluations.OneEvaluation.as_view(), name="api-evaluation"),
    path("v1/evaluations/<uuid:uuid>/record/", evaluations.EvaluationRecord.as_view(), name="api-evaluation-record"),
    path(
        "v1/evaluations/<uuid:uuid>/technologies/<slug:slug>/scores/",
        evaluation_scores.OwnScores.as_view(),
        name="api-own-scores",
    ),
    path(
        "v1/evaluations/<uuid:uuid>/technologies/<slug:slug>/agreed/",
        evaluation_scores.AgreedScores.as_view(),
        name="api-agreed-scores",
    ),
    path(
        "v1/evaluations/<uuid:uuid>/technologies/<slug:slug>/cost/",
        evaluation_scores.StatedCost.as_view(),
        name="api-stated-cost",
    ),
    path(
        "v1/evaluations/<uuid:uuid>/questions/",
        evaluation_questions.Questions.as_view(),
        name="api-evaluation-questions",
    ),
    path(
        "v1/evaluations/<uuid:uuid>/evaluators/",
        evaluation_questions.Evaluators.as_view(),
        name="api-evaluation-evaluators",
    ),
    path(
        "v1/evaluations/<uuid:uuid>/evaluators/<uuid:evaluator>/",
        evaluation_questions.OneEvaluator.as_view(),
        name="api-evaluation-evaluator",
    ),
    path("v1/schemes/<str:ods_code>/", schemes.OneScheme.as_view(), name="api-scheme"),
    path("v1/local-costs/<str:ods_code>/", local_costs.LocalCosts.as_view(), name="api-local-costs"),
    path("v1/local-costs/<str:ods_code>/<str:slug>/", local_costs.OneLocalCost.as_view(), name="api-local-cost"),
]
