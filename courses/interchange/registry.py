"""The formats that there are. A new one is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from courses.interchange.errors import FormatUnknown
from courses.interchange.formats import Defaults, Format, QuestionData, ReadResult, Written
from courses.interchange.gift.reader import read_gift
from courses.interchange.gift.writer import write_gift
from courses.interchange.moodle_xml.reader import read_moodle_xml
from courses.interchange.moodle_xml.writer import write_moodle_xml
from courses.interchange.sheet.reader import read_sheet
from courses.interchange.sheet.writer import write_sheet


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of one reading and one writing function."""

    name: str
    extension: str
    media_type: str
    reader: Callable[[bytes, Defaults], ReadResult]
    writer: Callable[[Iterable[QuestionData]], Written]

    def read(self, content: bytes, defaults: Defaults) -> ReadResult:
        return self.reader(content, defaults)

    def write(self, questions: Iterable[QuestionData]) -> Written:
        return self.writer(questions)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Final[dict[str, Format]] = {
    "gift": FileFormat("gift", ".gift", "text/plain", read_gift, write_gift),
    "moodle-xml": FileFormat("moodle-xml", ".xml", "application/xml", read_moodle_xml, write_moodle_xml),
    "xlsx": FileFormat("xlsx", ".xlsx", _XLSX, read_sheet, write_sheet),
}
_EXTENSIONS: Final = {form.extension: form for form in FORMATS.values()} | {".txt": FORMATS["gift"]}


def format_for(name: str | None, file_name: str) -> Format:
    """The format that is named, or that a file's name tells. Raises :class:`FormatUnknown`."""
    if name is not None:
        if name not in FORMATS:
            raise FormatUnknown
        return FORMATS[name]
    found = next((form for end, form in _EXTENSIONS.items() if file_name.lower().endswith(end)), None)
    if found is None:
        raise FormatUnknown
    return found
