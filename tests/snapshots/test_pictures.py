"""The README shows the report as it is."""

from tests.snapshots.pictures import THERE, pictures


def test_the_pictures_are_the_snapshots() -> None:
    """Stale ones are drawn again by `make snapshots`."""
    for name, picture in pictures().items():
        assert (THERE / name).read_text() == picture, name
        assert "http" not in picture.replace("http://www.w3.org", "").replace(
            "https://www.textualize.io", ""
        )
