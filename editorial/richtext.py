"""Rich text: a small, strict set of HTML, made clean on every way into the database."""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.db import models
from django.utils.html import strip_tags

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "strong", "em", "b", "i", "u", "s"),
    *("sub", "sup", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption"),
    *("img", "cite", "abbr", "span"),
}
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "abbr": {"title"},
    "p": {"dir", "lang"},
    "span": {"dir", "lang"},
    "ol": {"start"},
}

# What browsers leave out of an address before they read it, so that "/ /host" with a tab between is "//host" to them.
UNSEEN = re.compile(r"^[\x00-\x20]+|[\t\n\r]")


# Where one block of text ends and another begins.
BLOCK = re.compile(r"</?(?:p|br|hr|h[2-4]|[uo]l|li|blockquote|pre|t[hdr]|t?body|thead|table|caption|fig\w+)\b[^>]*>")


def _attribute(tag, name, value):
    """Refuse links that borrow the page's scheme, and pictures that another site would see being fetched."""
    value = UNSEEN.sub("", value)
    if name == "href" and value.strip().replace("\\", "/").startswith("//"):
        return None
    if name == "src" and (urlsplit(value).scheme or not value.startswith("/") or value[1:2] in "/\\"):
        return None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def sanitise(html):
    """Return `html` with everything but plain editorial markup removed; markup without any words is nothing."""
    clean = CLEANER.clean(html or "")
    return clean if strip_tags(clean).strip() or "<img" in clean or "<hr" in clean else ""


def plain(html):
    """Return the text of sanitised HTML, each block of it a line."""
    lines = unescape(strip_tags(BLOCK.sub("\n", html))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


class RichTextField(models.TextField):
    """A text of sanitised HTML. It is cleaned when written, so that forms, imports and bulk writes are all clean."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, instance, add):
        value = sanitise(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else sanitise(value)
