"""Papers, asked for once each: the page, a file of each kind, and one's own."""

from __future__ import annotations

from tests.support.app_browser import AppBrowser


def walk_papers(reader: AppBrowser, own: AppBrowser, round_id: str) -> None:
    """``reader`` reads the results of the round, ``own`` had the notice of it."""
    path = f"/assessment/papers/{round_id}"
    assert reader.read(path)["units"]
    assert reader.post(f"{path}/bundles", {"form": "notice", "format": "docx"}).status_code == 202
    assert reader.read(f"{path}/bundles")["bundles"]
    for kind in ("xlsx", "docx", "pdf"):
        assert reader.get(f"{path}/distribution?format={kind}").status_code == 200
        assert own.get(f"/assessment/papers/mine/registration?format={kind}").status_code == 200
