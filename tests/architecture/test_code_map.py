import re

from tests.fixtures import ROOT

MAP = ROOT / "ARCHITECTURE.md"
PATH = re.compile(r"`([A-Za-z_.][\w.-]*/[\w./-]*|\w+\.(?:py|cpp|h))`")
ROOTS = (ROOT, ROOT / "src" / "llamita", ROOT / "src")


def exists(name: str) -> bool:
    if any((root / name).exists() for root in ROOTS):
        return True
    is_bare = "/" not in name
    return is_bare and any(next((ROOT / folder).rglob(name), None) for folder in ("src", "native", "tests"))


def test_every_package_is_on_the_map():
    text = MAP.read_text(encoding="utf-8")
    packages = {path.parent.name for path in (ROOT / "src" / "llamita").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}/`" not in text} == set()


def test_every_path_on_the_map_exists():
    paths = set(PATH.findall(MAP.read_text(encoding="utf-8")))
    assert paths, "the map names no path at all"
    assert {path for path in paths if not exists(path)} == set()
