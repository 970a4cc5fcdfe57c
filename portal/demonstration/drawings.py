"""Pictures for the demonstration, drawn here so that it needs nobody's photograph: plain shapes, the same each time."""

from io import BytesIO
from textwrap import wrap

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

INK, PAPER, ACCENT, SHADE, DUSK = "#16303f", "#f4f1ea", "#c0623a", "#9fb1ba", "#5c7788"
# Drawn three times as large and made smaller, for Pillow draws circles with steps in them.
FINE = 3


def cover(publication):
    """Return a cover: the title of `publication` and two interlocking rings."""
    image = Image.new("RGB", (800 * FINE, 1200 * FINE), INK)
    pen = ImageDraw.Draw(image)
    end = write(pen, publication.title, 76, 16, 110, PAPER)
    box(pen.rectangle, (80, end + 22, 200, end + 27), fill=ACCENT)
    write(pen, publication.subtitle, 38, 30, end + 62, PAPER)
    left, right = (220, 690, 500, 970), (360, 690, 640, 970)
    box(pen.ellipse, left, outline=ACCENT, width=18 * FINE)
    box(pen.ellipse, right, outline=SHADE, width=18 * FINE)
    box(pen.arc, left, start=280, end=340, fill=ACCENT, width=18 * FINE)  # here the left ring passes over the right
    write(pen, publication.publisher_name or str(publication.publisher or ""), 25, 50, 1096, SHADE)
    return png(image, "cover")


def group(photo):
    """Return some forty people in three rows, without faces, for the photo of a gathering."""
    image = Image.new("RGB", (1200 * FINE, 620 * FINE), PAPER)
    pen = ImageDraw.Draw(image)
    for row, (people, size, colour) in enumerate(((13, 66, SHADE), (14, 72, DUSK), (13, 80, INK))):
        step = 1040 / people
        for place in range(people):
            stand(pen, 80 + step * (place + 0.5), 145 + row * 122, size, colour)
    box(pen.rectangle, (0, 592, 1200, 620), fill=ACCENT)
    return png(image, "group")


def stand(pen, middle, top, size, colour):
    """Draw one person from the crown at `top` down, outlined in paper so that the rows stand apart."""
    head, half, edge = size * 0.29, size * 0.54, 4 * FINE
    shoulders = (middle - half, top + size * 0.64, middle + half, 660)
    box(pen.rounded_rectangle, shoulders, radius=half * 0.85 * FINE, fill=colour, outline=PAPER, width=edge)
    box(pen.ellipse, (middle - head, top, middle + head, top + head * 2.2), fill=colour, outline=PAPER, width=edge)


def box(draw, corners, **style):
    draw([corner * FINE for corner in corners], **style)


def write(pen, text, size, columns, top, colour):
    """Write `text` in lines of at most `columns` letters from `top` down; return where it ends."""
    font = ImageFont.load_default(size * FINE)
    # Pillow's own font, the only one that is there on every machine, has no en dash.
    for line in wrap(text.replace("–", "-"), columns):
        pen.text((80 * FINE, top * FINE), line, font=font, fill=colour)
        top += round(size * 1.3)
    return top


def png(image, name):
    """Return the image, at its real size, as a file such as an upload would be."""
    out = BytesIO()
    image.resize((image.width // FINE, image.height // FINE), Image.Resampling.LANCZOS).save(out, "PNG")
    return ContentFile(out.getvalue(), f"{name}.png")


DRAWINGS = {"cover": cover, "group": group}
