"""Files of records: pictures and documents, each behind the same door as the page of its record."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views import View

from editorial import rights
from editorial.addresses import FormerAddress
from editorial.documents import UNDER_EMBARGO
from editorial.pictures import copied, with_copies
from editorial.visibility import guarded, seen

# Seconds.
LONGEST = 300
TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".pdf": "application/pdf"}


def basename(path):
    return PurePosixPath(path).name


def picture_paths(picture):
    """Return the stored paths of a picture and its narrower copies."""
    return with_copies(picture.name) if picture else []


class RecordFile(View):
    """A file beneath a record's address, for whoever may see the record."""

    http_method_names = ["get", "head", "options"]
    model = None

    def get(self, request, slug, name):
        record = seen(self.model.objects.all(), request, slug)
        if not record:
            return elsewhere(request, self.model, slug)
        paths = {basename(path): path for path in self.paths(record)}
        kind = TYPES.get(PurePosixPath(name).suffix)
        if name not in paths or not kind or not self.is_there(paths, name):
            raise Http404
        self.guard(request, record, paths[name])
        return guarded(leaving_in_time(served(request, paths[name], kind), record), record)

    def guard(self, request, record, path):
        """Raise Http404 when who asks may see the record, but not yet this file of it; mark what only staff may see."""

    def is_there(self, paths, name):
        """Whether the file `name` of `paths`, {name: stored path}, can be served."""
        return default_storage.exists(paths[name])


class RecordPicture(RecordFile):
    """A picture of a record: its own, or one of its photos."""

    def paths(self, record):
        pictures = [record, *record.photos.all()] if hasattr(record, "photos") else [record]
        return [path for each in pictures for path in picture_paths(getattr(each, "picture", None))]

    def is_there(self, paths, name):
        """As above; a narrower copy is made when it is first asked for."""
        masters = [path for path in paths.values() if name.startswith(f"{PurePosixPath(path).stem}-")]
        return super().is_there(paths, name) or any(copied(path, paths[name]) for path in masters)


class RecordDocument(RecordFile):
    """A PDF of a record; while it is under embargo, for staff alone."""

    def paths(self, record):
        return record.documents.values_list("file", flat=True)

    def guard(self, request, record, path):
        if record.documents.filter(UNDER_EMBARGO, file=path).exists():
            if not rights.sees_drafts(request.user, record):
                raise Http404
            record.is_preview = True


class RecordDrawing(View):
    """A picture drawn of a record, for whoever may see the record.

    Subclasses return from `drawing` what has a `kind`, an `etag` and, made only when it is wanted, a `content()`.
    """

    http_method_names = ["get", "head", "options"]
    model = None

    def get(self, request, slug):
        record = seen(self.records(), request, slug)
        if not record:
            return elsewhere(request, self.model, slug)
        return guarded(leaving_in_time(shown(request, self.drawing(record)), record), record)

    def records(self):
        return self.model.objects.all()


def elsewhere(request, model, slug):
    """Lead from a former address on to where the file is now. Raises Http404 when nothing public was there."""
    if record := FormerAddress.of_public(model, slug):
        *_, name = request.path_info.split("/", 3)
        return redirect(record.get_absolute_url() + name, permanent=True)
    raise Http404


def leaving_in_time(response, record):
    """Let no cache keep a file of a record beyond the hour at which the record is to be withdrawn."""
    if record.is_leaving:
        left = int((record.withdrawn_at - timezone.now()).total_seconds())
        response["Cache-Control"] = f"public, max-age={max(0, min(LONGEST, left))}"
    return response


def shown(request, drawing):
    """Return what was drawn, or 304 when the reader has it."""
    etag = quote_etag(drawing.etag)
    response = get_conditional_response(request, etag=etag)
    return shut(response or HttpResponse(drawing.content(), content_type=drawing.kind), etag)


def served(request, path, kind):
    """Return the stored file at `path`, or 304 when the reader has it."""
    changed = default_storage.get_modified_time(path)
    # The names of files come from their content, so a name is as good a validator as any (RFC 9110, section 8.8.3).
    etag = quote_etag(basename(path))
    response = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()))
    if response is None:
        response = FileResponse(default_storage.open(path), content_type=kind)
    response["Last-Modified"] = http_date(changed.timestamp())
    return shut(response, etag)


def shut(response, etag):
    """Return a file's response, which no browser reads as anything else or runs, and no cache keeps for long."""
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Without a word on it a cache may keep a file for a tenth of its age, long after its record was withdrawn.
    response["Cache-Control"] = f"public, max-age={LONGEST}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
