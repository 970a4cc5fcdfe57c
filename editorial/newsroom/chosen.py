"""Chosen: of what a list sends as chosen, only what could be the key of a record is looked for."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from editorial.newsroom.widgets import could_be_key


class Chosen:
    """The part of an admin that keeps from the database what it would refuse to look for, such as forty figures."""

    def response_action(self, request, queryset):
        sent = request.POST.copy()
        sent.setlist(ACTION_CHECKBOX_NAME, filter(could_be_key, sent.getlist(ACTION_CHECKBOX_NAME)))
        request.POST = sent
        return super().response_action(request, queryset)
