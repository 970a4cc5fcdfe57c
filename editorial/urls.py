from django.urls import path

from editorial.views import permanent

app_name = "editorial"

urlpatterns = [
    path("p/<slug:permanent_id>/", permanent, name="permanent"),
]
