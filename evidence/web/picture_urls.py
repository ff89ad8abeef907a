"""Addresses of pictures in the innovator's workplace."""

from django.urls import path

from evidence.web import pictures

urlpatterns = [
    path("workplace/<slug:slug>/picture/", pictures.PicturePage.as_view(), name="picture"),
    path("workplace/<slug:slug>/picture/remove/", pictures.RemovePicture.as_view(), name="remove-picture"),
    path("workplace/<slug:slug>/picture/file/", pictures.OwnPicture.as_view(), name="own-picture"),
]
