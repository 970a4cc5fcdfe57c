"""Vocabularies in the newsroom: the words of an institute, in the order in which forms offer them."""

from django.contrib import admin

from editorial.newsroom.abreast import Abreast, AbreastForm
from editorial.newsroom.deletion import Deleting
from editorial.newsroom.site import WORDS


class VocabularyAdmin(Abreast, Deleting, admin.ModelAdmin):
    """A vocabulary: its words in the order in which forms offer them."""

    form = AbreastForm
    list_display = ["name", "plural", "slug", "position"]
    list_editable = ["position"]
    search_fields = ["name", "plural"]
    shelf = (WORDS, 10)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position":
            field.widget.attrs["aria-label"] = "position"  # In the list no label stands beside it.
        return field

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}
