"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("compass.site.web.urls")),
    path("", include("compass.guide.web.urls")),
    path("", include("evidence.web.urls")),
    path("", include("trusts.web.urls")),
    path("", include("passports.web.urls")),
    path("", include("compass.notices.web.urls")),
    path("accounts/", include("compass.accounts.urls")),
    path("api/", include("compass.site.api_urls")),
]

handler400 = "compass.site.web.errors.bad_request"
handler403 = "compass.site.web.errors.forbidden"
handler404 = "compass.site.web.errors.not_found"
handler429 = "compass.site.web.errors.too_many"  # allauth asks for it, Django does not
handler500 = "compass.site.web.errors.server_error"
