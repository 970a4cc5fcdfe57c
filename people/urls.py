from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("people/", views.PersonList.as_view(), name="person-list"),
    path("people/<record:slug>/", views.PersonDetail.as_view(), name="person"),
    path("people/<record:slug>/note.txt", views.PersonNote.as_view(), name="person-note"),
    path("people/<record:slug>/images/<file:name>", views.PersonPicture.as_view(), name="person-picture"),
    path("people/<record:slug>/share.png", views.PersonCard.as_view(), name="person-share"),
    path("experts/", views.ExpertList.as_view(), name="expert-list"),
    path("institutions/", views.InstitutionList.as_view(), name="institution-list"),
    path("institutions/<record:slug>/", views.InstitutionDetail.as_view(), name="institution"),
    path("institutions/<record:slug>/note.txt", views.InstitutionNote.as_view(), name="institution-note"),
    path(
        "institutions/<record:slug>/images/<file:name>", views.InstitutionPicture.as_view(), name="institution-picture"
    ),
    path("institutions/<record:slug>/share.png", views.InstitutionCard.as_view(), name="institution-share"),
]
