"""XML as a tree whose elements know their line.

The parser is expat behind defusedxml: a document type, an entity or anything that would be fetched is refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException  # the exception alone: the parser is defusedxml's
from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax.xmlreader import AttributesImpl, InputSource, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from courses.interchange.formats import Place, Unreadable

#: Moodle's own files are six deep.
MAX_DEPTH = 30


@dataclass(slots=True)
class Element:
    """An element: name, line, attributes, the text directly in it, and what is below."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(line=self.line)

    def each(self, name: str) -> Iterator[Element]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        return next(self.each(name), None)

    def words(self, *path: str) -> str:
        """The text at the end of a path, without space around it; empty where there is none."""
        found: Element | None = self
        for name in path:
            found = found.first(name) if found else None
        return found.text.strip() if found else ""


class _Builder(ContentHandler):
    """Makes the tree of the parser's events."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        #: the pieces of text directly in each open element, joined once at its end
        self._words: list[list[str]] = []
        self._line: Callable[[], int] = lambda: 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802  # SAX's name
        self._line = lambda: locator.getLineNumber() or 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX's name
        element = Element(name, self._line(), dict(attrs.items()))
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable("nested_too_deep", element.place)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._words.append([])

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002  # likewise
        self._open.pop().text = "".join(self._words.pop())

    def characters(self, content: str) -> None:
        if self._words:
            self._words[-1].append(content)


def parse(content: bytes) -> Element:
    """The root of a document. Raises :class:`Unreadable` with the line where it breaks."""
    builder = _Builder()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    parser.setErrorHandler(ErrorHandler())
    source = InputSource()
    source.setByteStream(io.BytesIO(content))
    try:
        parser.parse(source)
    except SAXParseException as broken:
        raise Unreadable("xml_broken", Place(line=broken.getLineNumber() or 1)) from broken
    except DefusedXmlException as hostile:
        raise Unreadable("xml_document_type", Place(line=parser.getLineNumber() or 1)) from hostile
    assert builder.root is not None
    return builder.root
