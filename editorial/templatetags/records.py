"""What templates need to print a record: its language, its picture, its dates."""

from django import template
from django.utils.html import format_html, format_html_join

from editorial.clock import in_words
from editorial.dates import Certainty
from editorial.languages import direction, language_name

register = template.Library()
register.filter(language_name)
register.filter("by_the_clock_of", in_words)

SITE_LANGUAGE = "en"
# How firmly a date is known, where it opens a line by itself.
AT_LENGTH = {Certainty.BY: "On or before", Certainty.ABOUT: "About"}


@register.simple_tag
def lang(code):
    """Return the lang and dir attributes for words in the language `code`, nothing for the page's own."""
    if not code or code.split("-")[0] == SITE_LANGUAGE:
        return ""
    return format_html(' lang="{}" dir="{}"', code, direction(code))


@register.simple_tag
def picture(shown, sizes="100vw", css="", lazy=True, alt=""):
    """Return the picture element of something illustrated: copies in WebP, and the kept picture where that is unknown.

    `sizes` says how wide it is laid out, as in HTML. A picture that is not `lazy` is fetched before all others. Where
    nobody described it, it goes by `alt` or the name of what it illustrates: a person's, a book's, a body's.
    """
    file = shown.picture
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="{}"><img src="{}" width="{}" height="{}" alt="{}"{}{}>'
        "</picture>",
        format_html_join(", ", "{} {}w", file.narrow),
        sizes,
        file.url,
        shown.picture_width,
        shown.picture_height,
        shown.picture_alt or alt or shown,
        format_html(' class="{}"', css) if css else "",
        format_html(' loading="{}" decoding="async"', "lazy") if lazy else format_html(' fetchpriority="{}"', "high"),
    )


@register.simple_tag
def dated(date, words="", certainty="", empty="", at_length=False):
    """Return the time element of a partial `date`, with how firmly it is known before it.

    `words` are those of a span of dates, otherwise the date's own; `empty` stands where there is no date at all.
    """
    if not date:
        return empty
    certainty = AT_LENGTH.get(certainty, certainty) if at_length else certainty
    time = format_html('<time datetime="{}">{}</time>', date, words or date.spoken)
    return format_html("{} {}", certainty, time) if certainty else time


@register.filter
def broadest_first(topics):
    """Return topics by name, those that stand under no other before the rest."""
    return sorted(topics, key=lambda topic: (topic.broader_id is not None, topic.key))
