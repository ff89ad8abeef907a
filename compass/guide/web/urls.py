"""Addresses of the guide. All public, but the evaluations: each belongs to one organisation."""

from django.urls import path

from compass.foundation.web.past import with_past
from compass.guide.web import finding, history, product, side_by_side, value, value_scores

urlpatterns = [
    path("innovations/", finding.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(product.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    path("compare/", side_by_side.Compare.as_view(), name="compare"),
    path("evaluations/", value.Evaluations.as_view(), name="evaluations"),
    path("evaluations/new/", value.StartEvaluation.as_view(), name="start-evaluation"),
    path("evaluations/<int:pk>/", value.EvaluationPage.as_view(), name="evaluation"),
    path("evaluations/<int:pk>/weights/", value.Weights.as_view(), name="evaluation-weights"),
    path("evaluations/<int:pk>/evaluators/", value.AddEvaluator.as_view(), name="add-evaluator"),
    path("evaluations/<int:pk>/move/<slug:move>/", value.MoveOn.as_view(), name="move-evaluation"),
    path("evaluations/<int:pk>/costs/<int:candidate>/", value_scores.Cost.as_view(), name="evaluation-cost"),
    path("evaluations/<int:pk>/scores/<int:candidate>/", value_scores.Scores.as_view(), name="evaluation-scores"),
    path("evaluations/<int:pk>/agreed/<int:candidate>/", value_scores.Moderation.as_view(), name="moderate-scores"),
    path("evaluations/<int:pk>/result/", value_scores.ResultPage.as_view(), name="evaluation-result"),
    path("evaluations/<int:pk>/record/<slug:ending>/", value_scores.ExportRecord.as_view(), name="export-evaluation"),
]
