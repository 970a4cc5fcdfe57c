"""Who may see a record at its address: the public what is public, staff also what is not yet."""


def seen(records, request, slug):
    """Return the record at `slug` if whoever asks may see it, else None; staff see drafts, marked `is_preview`."""
    record = records.published().filter(slug=slug).first()
    if record is None:
        # The user is asked for only here: a public page opens no session, and any cache may keep it.
        record = records.visible_to(request.user).standing().filter(slug=slug).first()
        if record:
            record.is_preview = True
    return record


def guarded(response, record):
    """Return `response`, kept out of every cache and index when the public may not see `record`."""
    if getattr(record, "is_preview", False):
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response
