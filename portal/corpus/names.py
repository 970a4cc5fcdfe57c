"""Names of people who do not exist, put together from syllables, in three scripts that agree with one another."""

from portal.corpus.prose import WORDS, begun

SCRIPTS = {"latin": "en", "cyrillic": "ru", "arabic": "ur"}
SYLLABLES = list(zip(*(WORDS["syllables"][script].split() for script in SCRIPTS), strict=True))
ENDINGS = list(zip(*(WORDS["endings"][script].split() for script in SCRIPTS), strict=True))


def name(chance):
    """Return a name as {language: the name in its script}; some people have a single name."""
    given = chance.choices(SYLLABLES, k=2)
    family = [*chance.choices(SYLLABLES, k=chance.randint(1, 2)), chance.choice(ENDINGS)]
    words = [family] if chance.often(0.03) else [given, family]
    return {
        language: " ".join(begun("".join(syllable[script] for syllable in word)) for word in words)
        for script, language in enumerate(SCRIPTS.values())
    }


def misspelt(chance, written):
    """Return a name as another source might spell it."""
    changed = written.replace(*chance.choice([("a", "aa"), ("i", "ee"), ("u", "oo"), ("k", "q"), ("z", "zh")]), 1)
    return changed if changed != written else f"{written[:1]}. {written.split()[-1]}"
