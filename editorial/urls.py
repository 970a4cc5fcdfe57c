from django.urls import path

from editorial.shared import shared
from editorial.views import permanent

app_name = "editorial"

urlpatterns = [
    path("p/<slug:permanent_id>/", permanent, name="permanent"),
    path("preview/<str:token>/", shared, name="preview"),
    path("preview/<str:token>/<path:beneath>", shared, name="preview-file"),
]
