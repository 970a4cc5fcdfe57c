from django.urls import path

from portal import downloads, home, statistics, topics, views

app_name = "portal"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("topics/", topics.TopicList.as_view(), name="topic-list"),
    path("topics/<record:slug>/", topics.TopicDetail.as_view(), name="topic"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
    path("statistics/<record:kind>/", statistics.StatisticsKind.as_view(), name="statistics-kind"),
    path("statistics/<record:kind>/csv/", statistics.StatisticsSpreadsheet.as_view(), name="statistics-csv"),
    path("statistics/<record:kind>/records/", downloads.ListSpreadsheet.as_view(), name="statistics-records"),
]
