"""Applying: what the cells of a line change in its record or row, before anything is stored."""

from editorial.exchange.cells import TOO_LONG, Trouble


class Applying:
    """The part of a plan that puts cells into records."""

    def apply(self, planned):
        """Put what a line says into its record, and note what changes by it and what cannot be taken."""
        texts = {column.name: text for column, text in planned.texts.items()}
        self.lenient = planned.lenient
        for column, text in planned.texts.items():
            if self.leaves_alone(planned, column, text, texts):
                continue
            try:
                self.put(planned, column, text)
            except Trouble as trouble:
                planned.trouble(column.title, text, trouble.said, trouble.suggestion)
        if planned.fresh:
            self.match_printed(planned, texts)

    def leaves_alone(self, planned, column, text, texts):
        """Whether a cell changes nothing: what is filled in by itself stays when its cell is empty, for example."""
        if text == TOO_LONG and not planned.fresh:
            return True
        if text:
            return not planned.fresh and text == column.say(planned.record)
        field = getattr(column, "field", None)
        given = field is not None and not (field.null or field.blank) and field.has_default()
        filled = planned.sheet.filled.get(column.name)
        return planned.fresh or given or (filled is not None and not texts.get(filled))

    def put(self, planned, column, text):
        record = planned.record
        value = column.read(text, record, self)
        self.print_unknown(record, column, value, text)
        if column.same(record, value):
            return
        before = "" if planned.fresh else column.say(record)
        if not planned.fresh:
            planned.before[column.name] = column.value(record)
        column.put(record, value)
        planned.changed.add(column.name)
        planned.changes.append([column.title, before, column.say(record)])

    def print_unknown(self, record, column, value, text):
        """Keep the words for somebody of whom there is no record."""
        printed = getattr(column, "printed", "")
        if printed and value is None and text and not getattr(record, printed):
            setattr(record, printed, text[:200])

    def match_printed(self, planned, texts):
        """Link new rows to the person or institution whose name is printed, where the table has no column for it."""
        for reference, printed in getattr(planned.sheet, "printed", {}).items():
            name = texts.get(printed, "")
            if not name or reference in texts:
                continue
            model = planned.record._meta.get_field(reference).related_model
            records = self.directory(model).named(name)
            if len(records) > 1:
                planned.notes.append(
                    f"There are {len(records)} called “{name}”; the name stands as printed, without a link."
                )
            elif records:
                setattr(planned.record, reference, records[0])
            elif self.options.unknown == "draft":
                setattr(planned.record, reference, self.drafted(model, name))
