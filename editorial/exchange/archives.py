"""Archives: ZIP files, which workbooks are as well, opened only as far as they can be unpacked in peace."""

import io
import zipfile

from editorial.exchange.cells import UnreadableError

MOST_UNPACKED = 100 * 2**20
MOST_RATIO = 100
MOST_FILES = 500
HOSTILE = "This file would unpack to far more than it is. Save it again as .xlsx or .csv, and try once more."


def opened(data):
    """Return the archive in `data`. Raises UnreadableError when it is none, or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(
            "This file is damaged: it cannot be unpacked. Save it again and try once more."
        ) from error
    files = archive.infolist()
    # What an archive says of its sizes holds: no more is unpacked of a file than it says there is.
    total = sum(file.file_size for file in files)
    swollen = any(file.file_size > 2**20 and file.file_size > MOST_RATIO * file.compress_size for file in files)
    if len(files) > MOST_FILES or total > MOST_UNPACKED or swollen:
        raise UnreadableError(HOSTILE)
    if any(file.flag_bits & 1 for file in files):
        raise UnreadableError("This file is locked with a password. Take the password away and try again.")
    return archive


def members(data, ending):
    """Return {name without folder and ending: content} of the files in an archive that have this ending."""
    archive = opened(data)
    names = [name for name in archive.namelist() if name.lower().endswith(ending) and not name.startswith("__MACOSX")]
    try:
        return {name.rpartition("/")[2][: -len(ending)]: archive.read(name) for name in names}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError(
            "This file is damaged: it cannot be unpacked. Save it again and try once more."
        ) from error
    except Exception as error:  # zlib.error has no common base with the others
        if type(error).__module__ != "zlib":
            raise
        raise UnreadableError(
            "This file is damaged: it cannot be unpacked. Save it again and try once more."
        ) from error
