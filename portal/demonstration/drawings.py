"""Pictures for the demonstration, drawn here so that it needs nobody's photograph: plain shapes, the same each time."""

from io import BytesIO
from textwrap import wrap

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

INK, PAPER, ACCENT, SHADE = "#16303f", "#f4f1ea", "#b4532a", "#8fa3ad"


def cover(publication):
    """Return a cover: the title of `publication` and two interlocking circles."""
    image = Image.new("RGB", (1200, 1800), INK)
    pen = ImageDraw.Draw(image)
    for left, colour in ((240, ACCENT), (500, SHADE)):
        pen.ellipse((left, 1060, left + 460, 1520), outline=colour, width=28)
    pen.arc((240, 1060, 700, 1520), 300, 350, fill=ACCENT, width=28)  # the first circle passes over the second once
    end = write(pen, publication.title, 96, 14, 200, PAPER)
    pen.line((120, end + 40, 420, end + 40), fill=ACCENT, width=8)
    end = write(pen, publication.subtitle, 56, 26, end + 90, PAPER)
    write(pen, publication.publisher_name or str(publication.publisher or ""), 36, 44, 1640, SHADE)
    return png(image, "cover")


def group(photo):
    """Return three rows of outlined people without faces, for the photo of a gathering."""
    image = Image.new("RGB", (1600, 1000), PAPER)
    pen = ImageDraw.Draw(image)
    for row, (people, size, colour) in enumerate(((15, 92, SHADE), (13, 104, "#587283"), (12, 116, INK))):
        step = 1440 / people
        for place in range(people):
            stand(pen, 80 + step * (place + 0.5), 330 + row * 150, size, colour)
    pen.rectangle((0, 900, 1600, 1000), fill=ACCENT)
    return png(image, "group")


def stand(pen, middle, top, size, colour):
    """Draw one person: a head and shoulders, outlined in paper so that the rows stand apart."""
    head, half = size * 0.36, size * 0.56
    body = (middle - half, top + size * 0.62, middle + half, 1000)
    pen.rounded_rectangle(body, radius=half * 0.8, fill=colour, outline=PAPER, width=5)
    pen.ellipse((middle - head, top - head, middle + head, top + head), fill=colour, outline=PAPER, width=5)


def write(pen, text, size, columns, top, colour):
    """Write `text` in lines of at most `columns` letters from `top` down; return where it ends."""
    font = ImageFont.load_default(size)
    for line in wrap(text, columns):
        pen.text((120, top), line, font=font, fill=colour)
        top += round(size * 1.3)
    return top


def png(image, name):
    """Return the image as a file such as an upload would be."""
    out = BytesIO()
    image.save(out, "PNG")
    return ContentFile(out.getvalue(), f"{name}.png")


DRAWINGS = {"cover": cover, "group": group}
