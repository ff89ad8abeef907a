"""Addresses of the cost model of a pack."""

from django.urls import path

from evidence.web import cost

urlpatterns = [
    path("packs/<int:pk>/cost-model/", cost.CostModelPage.as_view(), name="cost-model"),
    path("packs/<int:pk>/cost-model/result/", cost.CostResult.as_view(), name="cost-result"),
    path("packs/<int:pk>/cost-model/<slug:part>/", cost.CostPart.as_view(), name="cost-part"),
]
