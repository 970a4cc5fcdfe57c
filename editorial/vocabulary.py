"""Vocabularies: small tables of an institute's own words, each with a stable slug for addresses and machines."""

from django.db import models


class VocabularyManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Vocabulary(models.Model):
    """A word an editor chooses from a list: its name, its plural, its slug and its place in the list."""

    name = models.CharField(max_length=80, unique=True)
    plural = models.CharField(max_length=80, help_text="As a heading over several, for example “Discussants”.")
    slug = models.SlugField(max_length=80, unique=True, help_text="Stands in addresses; does not change again.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    objects = VocabularyManager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)
