"""Addresses of safety notices."""

from django.urls import path

from passports.web import safety, safety_queue

_judgements = [
    path(
        f"safety-notices/matches/<int:pk>/{move}/",
        safety_queue.JudgeMatch.as_view(move=move),
        name=f"{move}-match",
    )
    for move in ("confirm", "dismiss", "close")
]

urlpatterns = [
    path("safety-notices/", safety.SafetyNotices.as_view(), name="safety-notices"),
    path("safety-notices/check/", safety.CheckDevice.as_view(), name="check-device"),
    path("safety-notices/matches/", safety_queue.NoticeQueue.as_view(), name="notice-queue"),
    path("safety-notices/matches/<int:pk>/", safety_queue.NoticeMatchPage.as_view(), name="notice-match"),
    *_judgements,
    path("safety-notices/set-aside/<int:pk>/", safety_queue.SettleSetAside.as_view(), name="settle-set-aside"),
    path(
        "adoptions/<int:pk>/safety-notices/<int:match>/",
        safety.AcknowledgeNotice.as_view(),
        name="acknowledge-notice",
    ),
]
