from django.urls import path

from portal import (
    connections,
    downloads,
    finder,
    home,
    identity,
    partners,
    search,
    statistics,
    topics,
    views,
    years,
)

app_name = "portal"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("share.png", identity.share, name="share"),
    path("accent.css", identity.styles, name="accent"),
    path("logo", identity.logo_image, name="logo"),
    path("favicon.svg", identity.favicon, name="favicon"),
    path("favicon.ico", identity.favicon_ico, name="favicon-ico"),
    path("apple-touch-icon.png", identity.touch_icon, name="touch-icon"),
    path("search/", search.Search.as_view(), name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("topics/", topics.TopicList.as_view(), name="topic-list"),
    path("topics/<record:slug>/", topics.TopicDetail.as_view(), name="topic"),
    path("years/", years.YearList.as_view(), name="year-list"),
    path("years/<int:year>/", years.Year.as_view(), name="year"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
    path("statistics/<record:kind>/", statistics.StatisticsKind.as_view(), name="statistics-kind"),
    path("statistics/<record:kind>/csv/", statistics.StatisticsSpreadsheet.as_view(), name="statistics-csv"),
    path("statistics/<record:kind>/records/", downloads.ListSpreadsheet.as_view(), name="statistics-records"),
    path("connections/", finder.Index.as_view(), name="connections"),
    path("connections/<record:slug>/", partners.PartnerList.as_view(), name="partners"),
    path("connections/<record:slug>/with/<record:other>/", connections.Pair.as_view(), name="connection"),
    path(
        "connections/<record:slug>/person/<record:other>/",
        connections.PersonConnection.as_view(),
        name="connection-person",
    ),
    path(
        "connections/<record:slug>/in/<slug:other>/", connections.CountryConnection.as_view(), name="connection-country"
    ),
]
