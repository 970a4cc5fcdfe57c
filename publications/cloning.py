"""Copies of publications: the next edition of a book, the next paper of a series."""

from editorial.newsroom.cloning import Part
from people.cloning import BilledCloning


class PublicationCloning(BilledCloning):
    clone_title = "Duplicate this publication"
    clone_parts = {
        "publisher": Part("Publisher and place", ("publisher", "publisher_name", "place")),
        "series": Part("Series and its ISSN", ("series", "issn")),
        "book": Part("The book that it is a chapter of", ("part_of",)),
        "text": Part("Subtitle, summary, abstract and full text", ("subtitle", "summary", "abstract", "body")),
        "cover": Part("Cover", ("picture", "picture_width", "picture_height", "picture_alt", "picture_credit")),
    }
    clone_along = frozenset({"publisher", "series", "book", "topics", "contributions"})
    clone_leaves = frozenset("year number edition chapter_number pages isbn doi website".split())
