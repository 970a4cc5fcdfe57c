"""What templates need to print who stands where in a photo."""

from django import template

from events.lineups import in_rows, in_words, opening

register = template.Library()
register.filter(in_rows)
register.filter(in_words)
register.filter(opening)
