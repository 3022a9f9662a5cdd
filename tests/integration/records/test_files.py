"""Files over HTTP: sent by parts, known by their first bytes, given out by ranges to whom their owner lets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.core.actor import Actor
from backend.core.db import Database, new_id
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import permissions_of
from backend.records.files import owners, store
from backend.records.files.jobs import JOBS
from backend.records.files.operations import MAX_UNFINISHED, PATIENCE, store_file
from backend.records.files.store import FileStore
from backend.records.public import check_stored_files, register_file_owner
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.hostile_markdown import HOSTILE_SVG
from tests.support.unchanged import nothing_changes

KIND, SHELF = "test_shelf", "5" * 32
SMALL_PART = 1000
PNG = b"\x89PNG\r\n\x1a\n"
FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 12


@dataclass(slots=True)
class Shelf:
    """The owner of the files here: ``writers`` put them there, ``readers`` read them."""

    people: dict[str, Person]
    store: FileStore

    def begin(
        self, who: str = "writer", content: bytes = FILM, media_type: str = "video/mp4", **changes: Any
    ) -> Any:
        body = {
            "name": "示范.mp4",
            "size": len(content),
            "media_type": media_type,
            "owner_kind": KIND,
            "owner_id": SHELF,
            **changes,
        }
        return self.people["writer"].post("/files", body)

    def send(self, file_id: str, part: int | str, content: bytes, who: str = "writer") -> TestResponse:
        form = {"file": (io.BytesIO(content), "blob")}
        path = f"/api/v1/files/{file_id}/parts/{part}"
        return self.people[who].client.put(path, data=form, content_type="multipart/form-data")

    def keep(self, content: bytes = FILM, media_type: str = "video/mp4", name: str = "示范.mp4") -> str:
        """A file that is ready; returns its id."""
        file_id = str(said(self.begin(content=content, media_type=media_type, name=name))["id"])
        for part in range(-(-len(content) // SMALL_PART)):
            assert self.send(file_id, part, content[part * SMALL_PART :][:SMALL_PART]).status_code == 200
        assert self.people["writer"].post(f"/files/{file_id}/finish").status_code == 200
        return file_id


@pytest.fixture
def shelf(app: Flask, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    accounts = {name: new_id() for name in ("writer", "other", "reader", "stranger")}
    actors = {name: Actor(account, "", permissions_of(set()), ()) for name, account in accounts.items()}

    def may_write(_tx: Tx, actor: Actor, owner_id: str) -> bool:
        return owner_id == SHELF and actor.account_id in (accounts["writer"], accounts["other"])

    def may_read(_tx: Tx, actor: Actor, owner_id: str) -> bool:
        return owner_id == SHELF and actor.account_id != accounts["stranger"]

    for module in ("operations", "queries", "store"):
        monkeypatch.setattr(f"backend.records.files.{module}.PART_BYTES", SMALL_PART)
    monkeypatch.setattr(store, "CHUNK_BYTES", 300)
    register_file_owner(KIND, may_read, may_write)
    let_act(app, actors)
    yield Shelf({name: person(app, name) for name in actors}, FileStore.of(runtime.settings))
    owners._owners.pop(KIND)


def test_parts_come_in_any_order_and_the_upload_can_be_taken_up_again(shelf: Shelf, database: Database) -> None:
    begun = said(shelf.begin())
    file_id, parts = begun["id"], [FILM[n : n + SMALL_PART] for n in range(0, len(FILM), SMALL_PART)]
    assert (begun["state"], begun["part_bytes"], begun["missing"]) == ("uploading", SMALL_PART, [0, 1, 2, 3])
    assert said(shelf.send(file_id, 3, parts[3]))["missing"] == [0, 1, 2]
    assert said(shelf.send(file_id, 0, bytes(SMALL_PART)))["missing"] == [1, 2]
    writer, reader = shelf.people["writer"], shelf.people["reader"]
    with nothing_changes(database):
        assert code_of(writer.post(f"/files/{file_id}/finish")) == (409, "file_incomplete")
        assert code_of(reader.get(f"/files/{file_id}")) == (404, "file_not_found")
    for part in (2, 1, 0):
        shelf.send(file_id, part, parts[part])
    assert writer.read(f"/files/{file_id}/upload")["missing"] == []
    assert said(writer.post(f"/files/{file_id}/finish"))["state"] == "ready"
    answer = reader.get(f"/files/{file_id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, FILM, "video/mp4")
    with nothing_changes(database):
        assert code_of(writer.post(f"/files/{file_id}/finish")) == (409, "file_finished")
        assert code_of(shelf.send(file_id, 0, parts[0])) == (409, "file_finished")


#: what is asked for → status, content and range that are answered
RANGES: list[tuple[str, int, bytes | None, str | None]] = [
    ("bytes=0-9", 206, FILM[:10], f"bytes 0-9/{len(FILM)}"),
    ("bytes=295-605", 206, FILM[295:606], f"bytes 295-605/{len(FILM)}"),
    ("bytes=3000-", 206, FILM[3000:], f"bytes 3000-{len(FILM) - 1}/{len(FILM)}"),
    ("bytes=-7", 206, FILM[-7:], f"bytes {len(FILM) - 7}-{len(FILM) - 1}/{len(FILM)}"),
    (f"bytes=5-{10**9}", 206, FILM[5:], f"bytes 5-{len(FILM) - 1}/{len(FILM)}"),
    (f"bytes={len(FILM)}-", 416, None, f"bytes */{len(FILM)}"),
    ("bytes=0-1,5-6", 200, FILM, None),
    ("lines=0-1", 200, FILM, None),
    ("bytes=9-1", 200, FILM, None),
    ("bytes=nonsense", 200, FILM, None),
]


def test_ranges(shelf: Shelf) -> None:
    file_id = shelf.keep()
    for asked, status, content, said_range in RANGES:
        answer = shelf.people["reader"].get(f"/files/{file_id}", Range=asked)
        assert (answer.status_code, answer.headers.get("Content-Range")) == (status, said_range), asked
        assert answer.headers["Accept-Ranges"] == "bytes"
        if content is None:
            assert code_of(answer) == (416, "file_range_outside")
        else:
            assert (answer.data, answer.content_length) == (content, len(content)), asked


def test_a_download_is_taken_up_again_only_for_the_same_content(shelf: Shelf) -> None:
    file_id, reader = shelf.keep(), shelf.people["reader"]
    etag = reader.get(f"/files/{file_id}").headers["ETag"]
    assert reader.get(f"/files/{file_id}", **{"If-None-Match": etag}).status_code == 304
    resumed = {"Range": "bytes=10-19", "If-Range": etag}
    assert reader.get(f"/files/{file_id}", **resumed).data == FILM[10:20]
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2026 07:28:00 GMT"):
        assert reader.get(f"/files/{file_id}", **{**resumed, "If-Range": other}).status_code == 200
    head = reader.client.head(f"/api/v1/files/{file_id}")
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(FILM))


def test_a_file_is_no_page_of_ours(shelf: Shelf) -> None:
    reader = shelf.people["reader"]
    film = reader.get(f"/files/{shelf.keep()}")
    assert film.headers["Content-Disposition"] == "inline; filename*=UTF-8''%E7%A4%BA%E8%8C%83.mp4"
    drawing = reader.get(f"/files/{shelf.keep(HOSTILE_SVG.encode(), 'image/svg+xml', 'a.svg')}")
    paper = reader.get(f"/files/{shelf.keep(b'%PDF-1.7 x', 'application/pdf', 'a.pdf')}")
    for answer in (film, drawing, paper):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    for answer in (drawing, paper):
        assert answer.headers["Content-Disposition"].startswith("attachment;")


NOT_BEGUN: list[tuple[dict[str, Any], int, str]] = [
    ({"media_type": "text/html"}, 415, "file_kind_refused"),
    ({"media_type": "video/quicktime"}, 415, "file_kind_refused"),
    ({"size": 2**31}, 413, "file_too_large"),
    ({"media_type": "image/png", "size": 21 * 2**20}, 413, "file_too_large"),
    ({"size": 0}, 422, "invalid_input"),
    ({"size": "9"}, 422, "invalid_input"),
    ({"name": "../../x"}, 422, "invalid_input"),
    ({"name": "a\nb"}, 422, "invalid_input"),
    ({"owner_id": "6" * 32}, 404, "file_owner_not_found"),
    ({"owner_kind": "nobody"}, 404, "file_owner_not_found"),
    ({"state": "ready"}, 422, "invalid_input"),
]


def test_what_is_not_begun(shelf: Shelf, database: Database) -> None:
    with nothing_changes(database):
        for changes, status, code in NOT_BEGUN:
            assert code_of(shelf.begin(**changes)) == (status, code), changes


SOMETHING_ELSE = [
    ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("image/jpeg", PNG),
    ("image/webp", b"RIFF1234WAVE"),
    ("video/mp4", b"\0\0\0\x14ftypqt  1234"),
    ("video/webm", b"\x1aE\xdf\xa3 matroska"),
    ("audio/mpeg", b"MZ\x90\0"),
    ("audio/mp4", b"<script>"),
    ("application/pdf", b"\n%PDF-1.7"),
    ("image/svg+xml", b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>"),
    ("image/svg+xml", b"<html><svg/></html>"),
]


def test_a_file_that_is_something_else_is_not_kept(shelf: Shelf, database: Database) -> None:
    for media_type, content in SOMETHING_ELSE:
        file_id = said(shelf.begin(content=content, media_type=media_type))["id"]
        shelf.send(file_id, 0, content)
        with nothing_changes(database):
            finished = shelf.people["writer"].post(f"/files/{file_id}/finish")
            assert code_of(finished) == (415, "file_content_refused"), media_type
            assert code_of(shelf.people["reader"].get(f"/files/{file_id}")) == (404, "file_not_found")


def test_parts_of_the_wrong_size_or_number_and_of_others(shelf: Shelf, database: Database) -> None:
    file_id = said(shelf.begin())["id"]
    with nothing_changes(database):
        for part, length in ((0, 999), (0, 1001), (3, 1000), (4, 1), ("-1", 1), ("x", 1)):
            answer = shelf.send(file_id, part, b"x" * length)
            assert code_of(answer) == (422, "file_part_invalid")
        for who in ("other", "reader", "stranger"):
            assert code_of(shelf.send(file_id, 0, FILM[:1000], who)) == (404, "file_not_found")
            assert code_of(shelf.people[who].get(f"/files/{file_id}/upload")) == (404, "file_not_found")
            assert code_of(shelf.people[who].post(f"/files/{file_id}/finish")) == (404, "file_not_found")


def test_what_was_changed_on_the_disk_meanwhile_is_not_finished(shelf: Shelf, database: Database) -> None:
    content = PNG + bytes(100)
    file_id = said(shelf.begin(content=content, media_type="image/png"))["id"]
    shelf.send(file_id, 0, content)
    shelf.store.write_part(file_id, 0, io.BytesIO(PNG + bytes(99) + b"x"))
    with nothing_changes(database):
        assert code_of(shelf.people["writer"].post(f"/files/{file_id}/finish")) == (409, "file_incomplete")


def test_nobody_reads_what_no_owner_answers_for(shelf: Shelf) -> None:
    file_id = shelf.keep()
    assert code_of(shelf.people["stranger"].get(f"/files/{file_id}")) == (404, "file_not_found")
    assert shelf.people["reader"].get(f"/files/{file_id}").status_code == 200
    owners._owners[KIND], kept = owners._Owner(lambda *_: False, lambda *_: False), owners._owners[KIND]
    assert code_of(shelf.people["reader"].get(f"/files/{file_id}")) == (404, "file_not_found")
    owners._owners[KIND] = kept


def test_unfinished_uploads_are_few_and_forgotten(shelf: Shelf, runtime: Runtime, clock: Any) -> None:
    begun = [said(shelf.begin())["id"] for _ in range(MAX_UNFINISHED)]
    assert code_of(shelf.begin()) == (429, "file_too_many_unfinished")
    shelf.send(begun[0], 0, FILM[:1000])
    clock.move(PATIENCE)
    while job := claim_next(runtime.database):
        run_job(runtime, job, JOBS)
    assert code_of(shelf.people["writer"].get(f"/files/{begun[0]}/upload")) == (404, "file_not_found")
    assert not list(runtime.settings.data_dir.glob(f"files/*/{begun[0]}"))
    assert shelf.begin().status_code == 201


def test_verify_misses_what_went_and_notices_what_changed(shelf: Shelf, runtime: Runtime) -> None:
    kept, changed, gone = (shelf.keep(PNG + bytes([n]), "image/png") for n in range(3))
    assert list(check_stored_files(runtime)) == []
    shelf.store.write_part(changed, 0, io.BytesIO(PNG + b"x"))
    shelf.store.remove(gone)
    found = [(finding.row_id, finding.message) for finding in check_stored_files(runtime)]
    assert found == [(changed, "its bytes have changed"), (gone, "its bytes are missing")]
    assert kept


def test_the_same_file_of_this_machine_is_kept_once(shelf: Shelf, database: Database, tmp_path: Any) -> None:
    (tmp_path / "a.png").write_bytes(PNG + bytes(5000))
    system = Actor.system("tests")
    with database.write() as tx:
        first = store_file(tx, system, shelf.store, tmp_path / "a.png", KIND, SHELF)
        assert store_file(tx, system, shelf.store, tmp_path / "a.png", KIND, SHELF) == first
    assert shelf.people["reader"].get(f"/files/{first}").data == PNG + bytes(5000)
