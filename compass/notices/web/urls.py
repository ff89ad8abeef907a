"""Addresses of following and notices."""

from django.urls import path

from compass.notices.web import views

urlpatterns = [
    path("passports/<str:number>/follow/", views.Follow.as_view(), name="follow"),
    path("subscriptions/", views.Subscriptions.as_view(), name="subscriptions"),
    path("subscriptions/<int:pk>/stop/", views.StopFollowing.as_view(), name="stop-following"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/read/", views.ReadNotice.as_view(), name="read-notice"),
]
