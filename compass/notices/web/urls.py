"""Addresses of following, notices, webhooks, feeds and calendars."""

from django.urls import path

from compass.notices.web import feeds, following, given_up, telling, views, webhooks

urlpatterns = [
    path("passports/<str:number>/follow/", following.Follow.as_view(), name="follow"),
    path("innovations/<slug:slug>/follow/", following.FollowInnovation.as_view(), name="follow-innovation"),
    path("subscriptions/", following.Subscriptions.as_view(), name="subscriptions"),
    path("subscriptions/add/", following.FollowMore.as_view(), name="follow-more"),
    path("needs/<int:pk>/follow/", following.FollowNeed.as_view(), name="follow-need"),
    path("subscriptions/calendar/", telling.RenewCalendar.as_view(), name="renew-calendar"),
    path("subscriptions/<int:pk>/change/", telling.ChangeTelling.as_view(), name="change-subscription"),
    path("subscriptions/<int:pk>/stop/", telling.StopFollowing.as_view(), name="stop-following"),
    path("subscriptions/adoptions/<int:pk>/", telling.AdopterEmails.as_view(), name="adopter-emails"),
    path("subscriptions/companies/<int:pk>/", telling.CompanyEmails.as_view(), name="company-emails"),
    path("unsubscribe/<str:token>/", views.Unsubscribe.as_view(), name="unsubscribe"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/companies/", views.CompanyNotices.as_view(), name="company-notices"),
    path("notices/read/", views.ReadAll.as_view(), name="read-all-notices"),
    path("notices/<int:pk>/read/", views.ReadNotice.as_view(), name="read-notice"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/add/", webhooks.AddWebhook.as_view(), name="add-webhook"),
    path("webhooks/<int:pk>/", webhooks.WebhookPage.as_view(), name="webhook"),
    path("webhooks/<int:pk>/test/", webhooks.TryWebhook.as_view(), name="test-webhook"),
    path("webhooks/<int:pk>/confirm/", webhooks.ConfirmWebhook.as_view(), name="confirm-webhook"),
    path("webhooks/<int:pk>/replay/", webhooks.ReplayWebhook.as_view(), name="replay-webhook"),
    path("webhooks/<int:pk>/remove/", webhooks.RemoveWebhook.as_view(), name="remove-webhook"),
    path("emails/given-up/", given_up.GivenUpEmails.as_view(), name="given-up-emails"),
    path("passports/changes.atom", feeds.everything, name="feed"),
    path("passports/<str:number>/changes.atom", feeds.of_passport, name="passport-feed"),
    path("innovations/<slug:slug>/changes.atom", feeds.of_innovation, name="innovation-feed"),
    path("passports/<str:number>/dates.ics", feeds.dates_of_passport, name="passport-calendar"),
    path("calendars/<str:token>/", feeds.dates_of_person, name="calendar"),
]
