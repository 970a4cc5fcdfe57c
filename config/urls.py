from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("editorial.urls")),
    path("", include("portal.urls")),
    path("", include("events.urls")),
    path("", include("publications.urls")),
    path("", include("people.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"
