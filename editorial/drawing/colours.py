"""Colours: how well one is read on another (WCAG 2.2), and the nearest that is read well enough. Pure mathematics.

Lightness is changed in OKLCH, in which a step looks equally large everywhere and the hue stays what it was.
"""

import math
import re

TEXT = 4.5  # WCAG 2.2, 1.4.3: text; 1.4.11 asks 3 of what is not text, which is less
HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
STEPS = 500


def read(text):
    """Return a colour written as #0b5a4b or #fff as three numbers from 0 to 1. Raises ValueError for anything else."""
    found = HEX.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” is no colour such as #0b5a4b.")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def write(colour):
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def luminance(colour):
    """Return the relative luminance of WCAG 2.2 of a colour written as text."""
    red, green, blue = map(linear, read(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def curved(part):
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def contrast(one, other):
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def least(colour, grounds):
    """Return the smallest contrast that `colour` has with any of `grounds`."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest(colour, grounds, wanted=TEXT):
    """Return the colour of the same hue, and of the lightness nearest to that of `colour`, that reaches `wanted` on all."""
    given = write(read(colour))
    if least(given, grounds) >= wanted:
        return given
    lightness, chroma, hue = oklch(given)
    for other in sorted((step / STEPS for step in range(STEPS + 1)), key=lambda step: abs(step - lightness)):
        candidate = within(other, chroma, hue)
        if least(candidate, grounds) >= wanted:
            return candidate
    raise ValueError("No colour can be read on grounds of such different lightness.")


def oklch(colour):
    """Return lightness, chroma and hue of a colour written as text (B. Ottosson, 2020)."""
    red, green, blue = map(linear, read(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def within(lightness, chroma, hue):
    """Return the colour as text, with as much of its chroma as a screen can show at that lightness."""
    for kept in range(20, -1, -1):
        parts = from_oklch(lightness, chroma * kept / 20, hue)
        if all(-0.0005 <= part <= 1.0005 for part in parts):
            break
    return write([min(1, max(0, part)) for part in parts])


def from_oklch(lightness, chroma, hue):
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return tuple(map(curved, (red, green, blue)))
