"""Topics as tables, with their other names and what is broader."""

from editorial.exchange.sheets import Exchange
from editorial.topics import Topic


class TopicsExchange(Exchange):
    model = Topic
    title = "topics"
    known_by_name = True
    but = ("slug",)
    others = [("names", "names", ["name"])]
