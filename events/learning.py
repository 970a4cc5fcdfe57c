"""Learning: what a confirmed report teaches the reading of the next one. All of it can be seen and taken back.

Another spelling becomes another name of the person or institution; a name that meant somebody else is remembered as not
meaning them; words of offices and institutions that the list of words had not are added to it.
"""

from editorial import rights
from editorial.folding import key
from events.intake.lexicon import lexicon
from events.received import Denial, LearnedWord

# A word shorter than this, or one that ends a name of a single word, tells too little.
SHORTEST = 4
ENDS = frozenset("of for at in on to and &".split())


def learn_names(done, form, record, names, owner):
    """Keep another spelling of `record` as its other name (of the model `names`), and what the name does not mean."""
    name = form.cleaned_data["name"].strip()
    known = {record.key, *(other.key for other in record.names.all())}
    if names and key(name) not in known and rights.may(done.user, "change", record):
        record = done.hold(record)
        names.objects.create(**{owner: record}, name=name, kind=names.Kind.values[0])
        done.changed.append(record)
        record.settle()
    for other in form.denied:
        Denial.objects.get_or_create(key=key(name), **{owner: other}, defaults={"said_by": done.user})


def learn_words(done, bodies, people):
    """Collect the words of offices and of new institutions that the list has not."""
    words = lexicon()
    for form in people:
        found = key(form.cleaned_data["position"]).split()
        if found and not set(found) & words.positions:
            remember(done, LearnedWord.Kind.POSITION, headword(found))
    for form in bodies:
        found = key(form.cleaned_data["name"]).split()
        if form.cleaned_data["new"] and len(found) > 1 and not set(found) & words.built_on:
            remember(done, LearnedWord.Kind.BODY, headword(found))


def headword(found):
    """Return the word that says what the others make more precise: the last before “of”, “for” and the like."""
    end = next((place for place, word in enumerate(found) if word in ENDS and place), len(found))
    return found[end - 1]


def remember(done, kind, word):
    if len(word) >= SHORTEST and word.isalpha():
        LearnedWord.objects.get_or_create(kind=kind, word=word[:40], defaults={"learned_from": done.intake})
