"""Pictures: what is uploaded is decoded, turned upright, stripped of its metadata and kept in a few sizes.

Nothing of the uploaded file itself is kept, so neither the place where a photo was taken nor anything hidden
behind its pixels reaches the public. Names come from the content: equal pictures share one file. Narrower copies have
names that follow from it, so a page needs no look-up to offer them, and are made when one is first asked for.
"""

import hashlib
import re
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from PIL import Image, ImageOps, UnidentifiedImageError

from editorial.shelf import touch

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
COPY = re.compile(r"-(\d+)\.webp$")
MAX_BYTES = 15 * 2**20
MAX_PIXELS = 50 * 10**6
MAX_SIDE = 12_000
MASTER_WIDTH = 2000
WIDTHS = (320, 640, 960, 1280)
QUALITY = 84
# The wider a copy, the denser the screen that asks for it, and the less of its faults can be seen.
QUALITY_OF_COPY = {320: 76, 640: 74, 960: 66, 1280: 58}


def read(file):
    """Return the Pillow image in an uploaded file, upright. Raises ValidationError with what to do about it."""
    if file.size > MAX_BYTES:
        raise ValidationError("The picture is larger than 15 MB. Save it smaller and try again.")
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=FORMATS)
            _check_size(image)
            image.load()
            return ImageOps.exif_transpose(image)
    except ValidationError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ValidationError("This is not a picture that can be read. Save it as JPEG, PNG or WebP.") from error
    except Warning as error:
        raise ValidationError("The picture has too many pixels. Save it smaller and try again.") from error


def _check_size(image):
    width, height = image.size
    if width * height * getattr(image, "n_frames", 1) > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise ValidationError("The picture has more than 50 million pixels. Save it smaller and try again.")


def encode(image, width, form):
    """Return the bytes of `image` at most `width` pixels wide in the Pillow format `form`, without metadata."""
    # A profile describes the colours of its own mode and is wrong for what another mode is converted to.
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    image = image.convert("RGBA" if is_clear(image) and form != "JPEG" else "RGB")
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    image.info = {}  # Pillow would write comments and the like into the copy.
    out = BytesIO()
    image.save(out, form, icc_profile=profile, quality=QUALITY_OF_COPY.get(width, QUALITY), optimize=True)
    return out.getvalue()


def is_clear(image):
    """Say whether one can see through parts of `image`."""
    return "A" in image.getbands() or "transparency" in image.info


class Master(NamedTuple):
    """A picture as it is kept: its bytes and the ending of its name."""

    content: bytes
    suffix: str


def master(file):
    """Return the Master of an uploaded file, made once for each. Raises ValidationError with what to do about it."""
    if not hasattr(file, "master"):
        image = read(file)
        form, suffix = ("PNG", "png") if is_clear(image) else ("JPEG", "jpg")
        file.master = Master(encode(image, MASTER_WIDTH, form), suffix)
    return file.master


def prepare(files):
    """Make the masters of uploaded pictures, before a transaction begins in which others would wait for it.

    `files` are a request's. What is no picture is left alone: the form will say so.
    """
    for name, file in files.items():
        if name.rpartition("-")[2] == "picture":
            with suppress(ValidationError):
                master(file)
            file.seek(0)


def offered(width):
    """Return the widths in which a picture of that width is offered; the widest is its own or the widest of all."""
    return [each for each, below in zip(WIDTHS, (0, *WIDTHS), strict=False) if below < width or not below]


def with_copies(path):
    """Return the stored paths of a picture and its narrower copies."""
    stem = str(PurePosixPath(path).with_suffix(""))
    return [path, *(f"{stem}-{width}.webp" for width in WIDTHS)]


def copied(path, name):
    """Make the narrower copy `name` of the kept picture at `path`; say whether it is one that is offered, and is there."""
    asked = COPY.search(name)
    try:
        with default_storage.open(path) as file, Image.open(file) as image:
            if not asked or int(asked[1]) not in offered(image.width):
                return False
            image.load()
            keep(name, encode(image, int(asked[1]), "WEBP"))
    except OSError:
        return False  # The picture is missing or broken, or the storage is full: a page without it is still a page.
    return True


def keep(name, content):
    """Store `content` under `name` unless it is there; another reader may be doing the same."""
    if default_storage.exists(name):
        touch(name)
    else:
        kept = default_storage.save(name, ContentFile(content))
        if kept != name:
            default_storage.delete(kept)


class PictureFile(ImageFieldFile):
    """A kept picture: its master and, beside it, narrower copies in WebP for pages to choose from."""

    @property
    def url(self):
        """The picture's address, which lies under its record's own, so that the record's visibility governs it."""
        return f"{self.instance.illustrated_record().get_absolute_url()}images/{PurePosixPath(self.name).name}"

    @property
    def narrow(self):
        """The narrower copies as (address, width) pairs, for a srcset."""
        stem = self.url.rsplit(".", 1)[0]
        full = getattr(self.instance, self.field.width_field) or 0
        return [(f"{stem}-{width}.webp", min(width, full)) for width in offered(full)]

    def keep(self):
        """Store the upload's re-encoded master in place of the upload; return nothing."""
        content, suffix = master(self.file)
        self.name = f"pictures/{hashlib.sha256(content).hexdigest()[:20]}.{suffix}"
        keep(self.name, content)
        self.file = ContentFile(content, self.name)
        self.__dict__.pop("_dimensions_cache", None)  # Django remembers those of the upload.
        self._committed = True


class PictureField(models.ImageField):
    """An ImageField that keeps a safe copy of what is uploaded, in several widths, named by its content."""

    attr_class = PictureFile

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        if value and not value._committed:
            master(value.file)
        return value

    def pre_save(self, instance, add):
        file = getattr(instance, self.attname)
        if file and not file._committed:
            file.keep()
            self.update_dimension_fields(instance, force=True)
        return file


class Illustrated(models.Model):
    """Something with a picture: a person's portrait, a cover, a logo, a photo of an event."""

    picture = PictureField(
        width_field="picture_width", height_field="picture_height", help_text="JPEG, PNG or WebP, up to 15 MB."
    )
    picture_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_alt = models.CharField(
        "description of the picture",
        max_length=300,
        blank=True,
        help_text="For readers who cannot see it: what does the picture show?",
    )
    picture_credit = models.CharField("credit", max_length=200, blank=True, help_text="Who took or owns the picture.")

    class Meta:
        abstract = True

    def illustrated_record(self):
        """The record whose address the picture lies under."""
        return self
