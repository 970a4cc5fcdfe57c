from django.urls import path

from publications import views

app_name = "publications"

urlpatterns = [
    path("publications/", views.PublicationList.as_view(), name="publication-list"),
    path("publications/<record:slug>/", views.PublicationDetail.as_view(), name="publication"),
    path("publications/<record:slug>/note.txt", views.PublicationNote.as_view(), name="publication-note"),
    path(
        "publications/<record:slug>/images/<file:name>", views.PublicationPicture.as_view(), name="publication-picture"
    ),
    path("publications/<record:slug>/files/<file:name>", views.PublicationFile.as_view(), name="publication-document"),
    path("publications/<record:slug>/share.png", views.PublicationCard.as_view(), name="publication-share"),
    path("publications/<record:slug>/cover.svg", views.PublicationCover.as_view(), name="publication-cover"),
]
