"""Addresses: what stands in a record's URL, and the promise that it goes on working."""

import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify

# No vowels, so that no word arises; no letters or figures that look alike.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
SLUG_LENGTH = 120
# What parts words in print, and would be dropped from between them otherwise.
DASHES = re.compile("[\u2010-\u2015\u2212/]")

# Where a record is shown instead of at its own address, as (its class, its key, address); see editorial/proofs.py.
SHOWN_AT = ContextVar("shown_at", default=(None, None, ""))


@contextmanager
def shown_at(record, address):
    """Let `record`, and all that lies beneath it, have another address: that of a page which only some may see."""
    token = SHOWN_AT.set((type(record), record.pk, address))
    try:
        yield
    finally:
        SHOWN_AT.reset(token)


def instead(record):
    """Return the address at which `record` is shown instead of its own, or nothing."""
    kind, pk, address = SHOWN_AT.get()
    return address if kind is type(record) and pk == record.pk else ""


def permanent_id():
    """Return eight random characters: a record's number for ever, whatever happens to its title."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def slug_for(title, fallback):
    """Return the slug of a title: ASCII where that keeps a word of it, its own script otherwise, else `fallback`."""
    title = DASHES.sub("-", title)
    latin = slugify(title)
    native = slugify(title, allow_unicode=True)
    chosen = latin if len(latin) * 2 >= len(native) else native
    return chosen[:SLUG_LENGTH].strip("-_") or fallback


class FormerAddress(models.Model):
    """A slug that a record once had. The address goes on to lead to the record, in one step."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    slug = models.CharField(max_length=SLUG_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="formeraddress_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="formeraddress_record")]
        verbose_name_plural = "former addresses"

    def __str__(self):
        return self.slug

    @classmethod
    def of(cls, model):
        return cls.objects.filter(content_type=ContentType.objects.get_for_model(model))

    @classmethod
    def of_public(cls, model, slug):
        """Return the public record of `model` that once stood at `slug`, or None."""
        return model.objects.published().filter(pk__in=cls.of(model).filter(slug=slug).values("object_id")).first()

    @classmethod
    def remember(cls, record, slug):
        """Note that `record` left the address `slug`; the one it has now is no longer a former one."""
        cls.of(type(record)).filter(slug=record.slug).delete()
        cls.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(record), slug=slug, defaults={"object_id": record.pk}
        )


def free_slug(record, wanted):
    """Return `wanted`, or `wanted-2` and so on: the first that no other record of the kind has or has had."""
    others = type(record).objects.exclude(pk=record.pk)
    former = FormerAddress.of(type(record)).exclude(object_id=record.pk or 0)
    stem = wanted[: SLUG_LENGTH - 6]
    taken = set(others.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(former.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number, slug = number + 1, f"{stem}-{number + 1}"
    return slug
