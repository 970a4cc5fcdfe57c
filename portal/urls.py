from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("topics/", views.TopicList.as_view(), name="topic-list"),
    path("topics/<record:slug>/", views.TopicDetail.as_view(), name="topic"),
]
