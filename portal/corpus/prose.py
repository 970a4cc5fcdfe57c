"""Prose: titles, summaries and reports put together from the lists of words; they read like any other and say nothing."""

import tomllib
from pathlib import Path

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
LANGUAGES = {"en": 0.9, "ur": 0.06, "ru": 0.04}
# So many different sentences are made of each language, and the reports are made of those.
SENTENCES = {"en": 2000, "ur": 300, "ru": 300}


class Prose:
    """Writes about topics, which it is given as {primary key: Topic}."""

    def __init__(self, chance, topics):
        self.chance, self.topics = chance, topics
        self.sentences = {one: [self.sentence(one) for _ in range(number)] for one, number in SENTENCES.items()}

    def language(self):
        return self.chance.choices([*LANGUAGES], weights=[*LANGUAGES.values()])[0]

    def called(self, topic, language):
        """Return what a topic is called within a sentence; what has no name in the language goes by a broader one."""
        if language != "en":
            while topic.name not in WORDS["translated"]:
                topic = self.topics[topic.broader_id]
            return WORDS["translated"][topic.name][language == "ur"]
        top = topic
        while top.broader_id:
            top = self.topics[top.broader_id]
        return topic.name if top.name == "Regions" else topic.name[0].lower() + topic.name[1:]

    def filled(self, form, language, **known):
        """Return `form` with its gaps filled; a gap that begins with a capital gets one."""
        topic, other = self.chance.choices(list(self.topics.values()), k=2)
        said = {"matter": self.called(topic, language), "other": self.called(other, language), **known}
        return form.format(**said, **{name.title(): begun(text) for name, text in said.items()})

    def sentence(self, language):
        words = WORDS["sentences"][language]
        who, deed = self.chance.choice(words["who"]), self.chance.choice(words["deed"])
        return self.filled(self.chance.choice(words["say"]), language, who=who, deed=deed)

    def title(self, topics, language, kind="paper"):
        """Return the title of something of that kind about the first two of `topics`."""
        matter, other = (self.called(topic, language) for topic in (topics[0], topics[-1]))
        if language == "en":
            relation = self.chance.choice(WORDS["spoken"]["relations"])
            matter = relation.format(subject=matter, other=other if other != matter else "its neighbours")
        form = self.chance.choice(WORDS["titles"][language])
        return begun(self.filled(form, language, matter=matter, other=other, kind=kind))

    def summary(self, language):
        return " ".join(self.chance.choices(self.sentences[language], k=2))[:500]

    def remark(self, language):
        return self.chance.choice(self.sentences[language])

    def report(self, language):
        """Return a report of two hundred to nine hundred words, as HTML."""
        number = self.chance.randint(14, 50)
        sentences = self.chance.choices(self.sentences[language], k=number)
        paragraphs = [sentences[start : start + 4] for start in range(0, number, 4)]
        text = [f"<p>{' '.join(paragraph)}</p>" for paragraph in paragraphs]
        if language == "en" and number > 30:
            text.insert(len(text) // 2, "<h2>The discussion</h2>")
            text.append("<ul>" + "".join(f"<li>{sentence}</li>" for sentence in sentences[:3]) + "</ul>")
        return "".join(text)


def begun(text):
    return text[:1].upper() + text[1:]
