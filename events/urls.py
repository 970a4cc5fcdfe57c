from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    path("events/", views.EventList.as_view(), name="event-list"),
    path("events/<record:slug>/", views.EventDetail.as_view(), name="event"),
    path("events/<record:slug>/note.txt", views.EventNote.as_view(), name="event-note"),
    path("events/<record:slug>/images/<file:name>", views.EventPicture.as_view(), name="event-picture"),
    path("events/<record:slug>/files/<file:name>", views.EventFile.as_view(), name="event-document"),
    path("events/<record:slug>/share.png", views.EventCard.as_view(), name="event-share"),
    path("agreements/", views.AgreementList.as_view(), name="agreement-list"),
    path("agreements/<record:slug>/", views.AgreementDetail.as_view(), name="agreement"),
    path("agreements/<record:slug>/note.txt", views.AgreementNote.as_view(), name="agreement-note"),
    path("agreements/<record:slug>/files/<file:name>", views.AgreementFile.as_view(), name="agreement-document"),
    path("agreements/<record:slug>/share.png", views.AgreementCard.as_view(), name="agreement-share"),
]
