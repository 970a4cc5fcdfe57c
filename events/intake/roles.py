"""Roles: what each person mentioned in a sentence did, by the words before and after."""

import re
from dataclasses import dataclass

from events.intake.cues import PARTICIPANT, QUOTES, SPEAKER, Cue, said_by, strongest
from events.intake.lexicon import Lexicon
from events.intake.lists import spread, told_of_others, within_quotes
from events.intake.tokens import spoken

# Where the phrase of one of these stands, weaker ones beside it say nothing more.
ORDER = (
    "vote_of_thanks",
    "video_message",
    "moderator",
    "chair",
    "chief_guest",
    "guest_of_honour",
    "keynote",
    "concluding_remarks",
    "welcome_remarks",
    "discussant",
    "signatory",
    "author",
    "speaker",
    "participant",
)
# Verbs that hand over a word with a role in it: “delivered the keynote address”, “joined as Guest of Honour”.
CARRIES = frozenset(
    """delivered delivers gave gives presented presents offered offers made makes extended proposed was were is are joined
    served serves acted graced participated attended spoke read speaking opened closed set took put said extended
    kicked called serving acting conducted steered compered anchored""".split()
)
REACH = 16
# What may stand between a subject and its verb.
BETWEEN = frozenset(
    "officially formally also then further later subsequently earlier meanwhile however himself herself themselves briefly each who has had have will jointly both all on in turn warmly formally strongly rightly categorically aptly particularly especially specifically again firmly".split()
)
POINTS_FORWARD = frozenset(
    "by were was are is included include including includes comprised comprises comprising featured features namely with as from : being heard consisted consisting of namely viz".split()
)
# What somebody can be called before the name.
CALLED = frozenset(
    """moderator;chair;session chair;keynote speaker;guest speaker;chief guest;guest of honour;guest of honor;special guest;
    discussant;speaker;panelist;panellist;presenter;author;editor of the book;lead discussion;commentator;reviewer;resource person""".replace(
        "\n", " "
    )
    .replace("    ", "")
    .split(";")
)
# “X was organised by …” tells nothing of X.
DONE_TO = frozenset(
    "organised organized held hosted arranged convened published launched released unveiled conducted co-organised written said quoted".split()
)
ARTICLES = frozenset("the a an both our its their his her".split())
RESPECTIVELY = frozenset({"respectively"})
PLURALS = frozenset(
    """dignitaries guests experts scholars speakers panelists panellists participants officials academics others
    personalities individuals professors leaders representatives delegates discussants persons""".split()
)
# With these somebody is said to have been there, whatever else was done in their presence.
PRESENCE = frozenset(
    ("in presence of", "in the presence of", "witnessed by", "under the witness of", "graced by", "presence of")
)
SOURCES = frozenset("press statement release report news".split())


@dataclass(frozen=True)
class Group:
    """Mentions that stand together, as in “A, B and C”, from `first` to `last`."""

    mentions: tuple
    first: int
    last: int


class RoleFinder:
    def __init__(self, lexicon: Lexicon):
        self.words = lexicon
        phrases = {phrase: role for role in reversed(ORDER) for phrase in lexicon.roles.get(role, ())}
        self.phrases = phrases
        longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
        self.pattern = re.compile(rf" ({'|'.join(map(re.escape, longest))})(?= )")

    def groups(self, sentence, mentions):
        """Return mentions in groups: those that only commas and “and” part, for which one verb serves."""
        groups = []
        for mention in mentions:
            if groups and self.together(sentence, groups[-1][-1].last, mention.first):
                groups[-1].append(mention)
            else:
                groups.append([mention])
        return [Group(tuple(group), group[0].first, group[-1].last) for group in groups]

    def together(self, sentence, last, first):
        between = sentence[last:first]
        if len(between) > 6:
            return False
        plain = {",", ";", "and", "&", "as", "well", "along", "with", "the", "alongside", "•", "together", "’", "'"}
        return all(token.low in plain or token.text in plain for token in between) and len(between) > 0

    def cues(self, sentence, first, last):
        """Return the cues in these tokens, in their order; a weak word within a stronger phrase is none."""
        part = sentence[first:last]
        text, places = f" {' '.join(token.low for token in part)} ", {}
        at = 1
        for number, token in enumerate(part):
            places[at] = first + number
            at += len(token.low) + 1
        return [
            Cue(self.phrases[found[1]], places[found.start(1)], places[found.start(1)] + len(found[1].split()))
            for found in self.pattern.finditer(text)
            if found.start(1) in places
        ]

    def assign(self, sentence, mentions):
        """Return {mention: [Cue]} for those who by this sentence did something; the others are only spoken of."""
        groups = self.groups(sentence, mentions)
        found = {}
        for number, group in enumerate(groups):
            before = groups[number - 1].last if number else 0
            after = groups[number + 1].first if number + 1 < len(groups) else len(sentence)
            cues = self.read(sentence, group, before, after)
            for mention in group.mentions:
                found[mention] = [*cues, *self.called(sentence, mention)]
        for group in groups:
            if told_of_others(sentence, group.first, self.words.spoke):
                found |= {mention: [] for mention in group.mentions}
        spread(sentence, groups, found, self.is_verb)
        quoted = within_quotes(sentence)
        return {mention: cues for mention, cues in found.items() if cues and not quoted[mention.name_first]}

    def read(self, sentence, group, before, after):
        if group.mentions[-1].name.endswith(("’s", "'s")) or sentence[group.last - 1].low.endswith("'s"):
            return self.owned(sentence, group, after)
        ahead = self.ahead(sentence, group, before) or self.written_by(sentence, before, group.first)
        ahead = ahead or said_by(sentence, group.first, self.words.spoke)
        if [token.low for token in sentence[group.last : group.last + 3]] == ["in", "the", "chair"]:
            return [Cue("chair", group.last, group.last + 3)]
        behind = self.behind(sentence, group, after)
        # “moderated by A” and “by A, who said”: what points at a name weighs as much as what the name does.
        return strongest([*ahead, *behind])

    def owned(self, sentence, group, after):
        """The cue in “Amina Khan’s welcome remarks”."""
        cues = self.cues(sentence, group.last, min(group.last + 5, after))
        return [cue for cue in cues[:1] if cue.role not in (SPEAKER, PARTICIPANT)]

    # What stands before

    def ahead(self, sentence, group, before):
        first = group.first
        while first > before and sentence[first - 1].low in ARTICLES:
            first -= 1
        if first == before and before:
            return []
        start = self.clause_begins(sentence, first, before)
        cues = self.cues(sentence, start, first)
        if not cues or not first:
            return self.written_by(sentence, start, first)
        return self.pointing(sentence, start, first, cues)

    def pointing(self, sentence, start, first, cues):
        """Return those of the cues before a name that the words directly before it point at the name."""
        token, before = sentence[first - 1], sentence[first - 2] if first > 1 else None
        phrase = spoken(sentence[cues[-1].first : cues[-1].last]).strip()
        if cues[-1].last == first and phrase in PRESENCE:
            return [cues[-1]]
        if token.low in PLURALS:
            others = before and before.low == "other"
            return self.nearest([cue for cue in cues if not others or cue.role in (SPEAKER, PARTICIPANT)])
        if token.low == "by" and self.by_others(sentence, first, cues):
            return []
        lecture = {"lecture", "talk"} & {one.low for one in sentence[:first]}
        if phrase.endswith("delivered by") and lecture and {cue.role for cue in cues} <= {SPEAKER, PARTICIPANT}:
            return [Cue("keynote", cues[-1].first, cues[-1].last)]
        listed = token.text in ";," and before and before.low in (POINTS_FORWARD if token.text == ";" else RESPECTIVELY)
        if listed or token.low in POINTS_FORWARD or token.text in (":", "–", "-"):
            return self.nearest(cues)
        if token.text == ",":
            return [cue for cue in self.nearest(cues) if self.introduces(sentence, start, cue)]
        if cues[-1].last >= first - 1 and phrase in CALLED:
            return [cues[-1]]
        return []

    def by_others(self, sentence, first, cues):
        """Whether “by” tells who did something else: “spoke of the plan proposed by”."""
        verb, touched = sentence[first - 2], cues[-1].last >= first - 1
        passive = any(
            token.low in ("was", "were", "is", "are", "been", "and") for token in sentence[max(first - 6, 0) : first]
        )
        return verb.low.endswith("ed") and not touched and not passive

    def clause_begins(self, sentence, first, before):
        """Return where the clause that leads to `first` begins, not before `before`."""
        place = first - 1
        place -= place > before + 1 and sentence[place].text == ";"
        while place > before and sentence[place - 1].text not in ";." and sentence[place - 1].low != "while":
            place -= 1
        return max(place, before)

    def written_by(self, sentence, start, first):
        """The author in “the book “Title”, by …”."""
        before = [token for token in sentence[max(start, first - 4) : first] if token.text != ","]
        book = any(
            token.low in ("book", "books", "volume", "novel", "monograph", "memoir", "report")
            for token in sentence[max(start - 12, 0) : first]
        )
        if book and len(before) > 1 and before[-1].low == "by" and before[-2].text in QUOTES | {")"}:
            return [Cue("author", first - 1, first)]
        return []

    def nearest(self, cues):
        """Of several cues the strongest among the last three: “a welcoming speech was made by”."""
        return strongest(cues[-3:])

    def introduces(self, sentence, start, cue):
        """Whether a cue before a comma opens the sentence: “In his welcome remarks, …”, “As a discussant, …”."""
        place = start
        while place < cue.first and sentence[place].low in (
            "and",
            "while",
            ",",
            "then",
            "finally",
            "earlier",
            "later",
            "meanwhile",
            "moreover",
        ):
            place += 1
        opening = sentence[place]
        opens = opening.low in (
            "in",
            "as",
            "at",
            "while",
            "during",
            "to",
            "with",
            "on",
            "through",
            "via",
            "for",
            "giving",
            "being",
            "representing",
            "acting",
            "serving",
            "also",
        )
        return opens or opening.low.endswith("ing") or cue.first - place <= 1

    # What stands after

    def behind(self, sentence, group, after):
        place, cues = self.past_asides(sentence, group.last, after)
        if place >= len(sentence):
            return cues
        token = sentence[place]
        if token.text in ("(", "–", "-", ":") and place + 1 < len(sentence):
            role = self.cues(sentence, place + 1, min(place + 6, after))
            if role and role[0].first <= place + 3:
                return [*cues, role[0]]
            if token.text == ":":
                return [*cues, Cue(SPEAKER, place, place + 1)]
        if not self.is_verb(token) or self.of_others(sentence, place):
            return cues
        return [*cues, *self.by_verb(sentence, place, after)]

    def of_others(self, sentence, place):
        """Whether the verb says nothing of the subject: “was held by”, “said a press release”."""
        following = sentence[place + 1 : place + 4]
        if sentence[place].low in ("was", "were", "is", "are", "has", "have", "had"):
            return bool(following) and following[0].low in DONE_TO
        return sentence[place].low in ("said", "says", "stated", "added", "according") and any(
            token.low in SOURCES for token in following
        )

    def past_asides(self, sentence, place, after):
        """Step over “, in his remarks,” and “also”; return the place of the verb and the cues met on the way."""
        cues, limit = [], min(after, place + 40)
        while place < limit:
            token = sentence[place]
            if token.low in BETWEEN or token.text in "’'":
                place += 1
            elif token.text == ",":
                end = self.aside_ends(sentence, place + 1, limit)
                if end is None:
                    if place + 1 < limit and (self.is_verb(sentence[place + 1]) or sentence[place + 1].low in BETWEEN):
                        place += 1
                        continue
                    break
                cues += strongest(self.cues(sentence, place + 1, end))
                place = end
                if place < limit and sentence[place].text == ",":
                    place += 1
            else:
                break
        return place, cues

    def aside_ends(self, sentence, place, limit):
        """Return where an aside such as “in his concluding remarks” ends, when one begins at `place`."""
        if place < limit and sentence[place].low == "who":
            return next((end for end in range(place + 1, limit) if sentence[end].text == ","), None)
        if place >= limit or not (
            sentence[place].low
            in (
                "in",
                "while",
                "during",
                "as",
                "on",
                "at",
                "through",
                "via",
                "speaking",
                "addressing",
                "for",
                "with",
                "from",
            )
            or sentence[place].low.endswith("ing")
        ):
            return None
        for end in range(place + 1, limit):
            if sentence[end].text == "," or (
                self.is_verb(sentence[end]) and not sentence[end].low.endswith("ing") and sentence[end].low != "set"
            ):
                return end
        return None

    def is_verb(self, token):
        return not token.capital and token.low in self.words.spoke | self.words.attended | CARRIES | {
            "put",
            "discussed",
            "concluded",
        }

    def by_verb(self, sentence, place, after):
        """Return the cues of what the subject did, from the verb at `place` on."""
        end = place + 1
        while end < min(after, place + REACH, len(sentence)) and sentence[end].text not in ';.:“"':
            end += 1
        verb = sentence[place]
        own = [cue for cue in self.cues(sentence, place, end) if cue.role not in (SPEAKER, PARTICIPANT)]
        if verb.low in CARRIES:
            told = [cue for cue in own if cue.first - place <= 12]
        else:
            told = [cue for cue in own if cue.first == place]
        also = [cue for cue in self.second_verbs(sentence, place + 1, end, own) if cue not in told]
        if told or also:
            return strongest([*told, *also])
        if verb.low in self.words.spoke - {"represented"}:
            return [Cue(SPEAKER, place, place + 1)]
        return [Cue(PARTICIPANT, place, place + 1)]

    def second_verbs(self, sentence, first, end, own):
        """Cues of a further verb of the same subject: “chaired the session and moderated the discussion”."""

        def joined(cue):
            before = [token.low for token in sentence[max(first, cue.first - 4) : cue.first]]
            return before[-1:] == ["and"] or ("and" in before and set(before[before.index("and") :]) & CARRIES)

        return [
            cue
            for cue in own
            if cue.first > first
            and joined(cue)
            and cue.role in ("moderator", "chair", "vote_of_thanks", "welcome_remarks", "signatory")
        ]

    def called(self, sentence, mention):
        """The cue in what somebody is called: “Chief Guest Senator …”, “, the keynote speaker,”."""
        return [
            cue
            for cue in self.cues(sentence, mention.first, mention.last)
            if cue.role not in (SPEAKER, PARTICIPANT, "chair", "welcome_remarks", "signatory")
            and not (cue.role == "author" and mention.last - cue.last < 0)
            and not mention.name_first <= cue.first < mention.name_last
        ]
