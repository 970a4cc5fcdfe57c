from django.urls import path

from portal import home, topics, views

app_name = "portal"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("topics/", topics.TopicList.as_view(), name="topic-list"),
    path("topics/<record:slug>/", topics.TopicDetail.as_view(), name="topic"),
]
