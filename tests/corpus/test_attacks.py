"""Hostile archives, hostile texts and names, through the whole build."""

import gzip
import hashlib
import lzma
import os
import shutil
import tarfile
from pathlib import Path

import pytest

from llamita.corpus.lock import Artifact, Lock, LockedFile, sources_digest
from llamita.corpus.places import Places
from llamita.corpus.plan import Plan
from llamita.corpus.recipe import parse_recipe
from llamita.corpus.runner.plain import PlainRunner
from llamita.corpus.sources.fetching import fetch
from llamita.errors import CorpusError
from llamita.files.progress import SilentProgress
from tests.corpus.archives.building import ar_bytes, info, tar_bytes
from tests.corpus.building import MIT, SmallCorpus, program

HONEST = {"evil-1.0/LICENSE": MIT.format(who="evil").encode(), "evil-1.0/evil.py": program(90).encode()}
SDIST, WHEEL, DEB, NPM = "pypi-sdist", "pypi-wheel", "debian-binary", "npm"


class WithEvil(SmallCorpus):
    """The small corpus, and a project `evil` of one archive that lies in the cache."""

    @property
    def cache(self):
        return self.root.parent / "cache"

    def keep(self, kind, name, data):
        """Put an archive into the cache, and lock it."""
        self.kind = kind
        self.file = LockedFile(name, len(data), hashlib.sha256(data).hexdigest())
        self.archive = self.cache / self.file.sha256 / name
        self.archive.parent.mkdir(parents=True)
        self.archive.write_bytes(data)

    def plan(self, opt_outs=None) -> Plan:
        plan = super().plan(opt_outs)
        text = plan.places.recipe.read_text()
        text += f'\n[[projects]]\nname = "evil"\norigins = [{{ {self.kind} = "evil" }}]\n'
        recipe = parse_recipe(text.encode(), "`evil.toml`", self.sources)
        artifact = Artifact("evil", self.kind, "evil", "1.0", (self.file,))
        artifacts = (*plan.lock.artifacts, artifact)
        fields = {name: getattr(plan.lock, name) for name in ("form", "recipe", "debian", "tools", "missing")}
        locked = Lock(**fields, sources=sources_digest(recipe), artifacts=artifacts)
        archives = fetch(locked, self.cache, SilentProgress(), offline=True)
        values = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
        return Plan(**{**values, "recipe": recipe, "lock": locked, "archives": archives})


@pytest.fixture
def evil(sources, tmp_path):
    return WithEvil(sources, tmp_path / "corpus")


def refused(evil, kind, name, data, because):
    """The build ends with a clear error; nothing of the project counts, and nothing is outside its folder."""
    evil.keep(kind, name, data)
    before = {path for path in evil.root.parent.rglob("*") if evil.root not in path.parents}
    with pytest.raises(CorpusError, match=because) as caught:
        evil.build()
    assert str(caught.value).startswith("project `evil`: ")
    assert name in str(caught.value)
    places = Places(evil.root)
    assert not places.built.exists()
    assert not places.project("evil").exists()
    assert not list(places.stage("files").glob("evil.*"))
    assert {path for path in evil.root.parent.rglob("*") if evil.root not in path.parents} >= before
    assert not list(evil.root.parent.parent.glob("escaped*"))


def bomb(size_bytes=400_000_000):
    """A tar that is small, and unpacks to zeros without end."""
    head = info("evil-1.0/zeros.txt", size_bytes).tobuf()
    packer = lzma.LZMACompressor(preset=0)
    return b"".join([packer.compress(head), packer.compress(bytes(size_bytes)), packer.flush()])


@pytest.mark.parametrize(
    ("kind", "name", "data", "because"),
    [
        (SDIST, "evil-1.0.tar.gz", tar_bytes(HONEST)[:-200], "cut short|damaged|ends|truncated"),
        (SDIST, "evil-1.0.tar.gz", gzip.compress(b"no tar at all" * 99), "tar|archive"),
        (SDIST, "evil-1.0.tar.gz", b"", "is no tar"),
        (SDIST, "evil-1.0.tar.xz", bomb(), "bomb"),
        (NPM, "evil-1.0.tgz", tar_bytes(HONEST)[:300], "cut short|damaged|ends|truncated"),
        (WHEEL, "evil-1.0-py3-none-any.whl", b"PK\3\4" + bytes(80), "zip|damaged"),
        (DEB, "evil_1.0_all.deb", ar_bytes({"debian-binary": b"2.0\n"}), "data"),
        (DEB, "evil_1.0_all.deb", b"!<arch>\n" + b"data.tar" + bytes(60), "ar|damaged"),
    ],
    ids=["cut", "no tar", "empty", "bomb", "npm cut", "wheel", "deb without data", "deb"],
)
def test_a_damaged_or_hostile_archive_ends_the_build_and_is_named(evil, kind, name, data, because):
    refused(evil, kind, name, data, because)


def test_a_size_that_lies_ends_the_build(evil):
    head = info("evil-1.0/a.py", 1 << 40).tobuf()
    refused(
        evil, SDIST, "evil-1.0.tar.gz", gzip.compress(head + bytes(4096)), "cut short|ends|unpacks|damaged"
    )


def test_members_that_would_escape_are_rows_of_the_ledger_and_no_files(evil):
    secret = evil.sources / "alpha/src/own.py"
    links = [
        info("evil-1.0/link.py", type=tarfile.SYMTYPE, linkname=str(secret)),
        info("evil-1.0/hard.py", type=tarfile.LNKTYPE, linkname="../../../etc/passwd"),
        info("evil-1.0/pipe.py", type=tarfile.FIFOTYPE),
        info("evil-1.0/device.py", type=tarfile.CHRTYPE),
    ]
    names = {"../../escaped.py": b"x = 1\n", "/escaped.py": b"x = 1\n", "evil-1.0/..\\escaped.py": b"x = 1\n"}
    evil.keep(SDIST, "evil-1.0.tar.gz", tar_bytes({**HONEST, **names}, more=links))
    evil.build()
    rules = {entry.path: entry.rule for entry in evil.ledger().find("pkg:pypi/evil")}
    assert sorted(rules.values(), key=str) == sorted(
        [None, "license text", "link", "link", "no file", "no file", *["unsafe name"] * 3], key=str
    ), rules
    assert not list(evil.root.parent.parent.rglob("escaped*"))


def test_an_archive_that_changed_in_the_cache_is_refused_though_its_size_is_right(evil):
    evil.keep(SDIST, "evil-1.0.tar.gz", tar_bytes(HONEST))
    plan = evil.plan()
    data = bytearray(evil.archive.read_bytes())
    data[9] ^= 0xFF  # gzip's note of the system it was made on: nothing else would notice
    evil.archive.write_bytes(data)
    with pytest.raises(
        CorpusError, match=r"^project `evil`: `.*evil-1.0.tar.gz` is damaged: expected sha256"
    ) as e:
        evil.build_plan(plan, PlainRunner())
    assert e.value.hint == "remove it and build again: it is fetched anew"
    evil.archive.write_bytes(evil.archive.read_bytes()[:-30])
    with pytest.raises(CorpusError, match="is damaged: expected sha256"):
        evil.build_plan(plan, PlainRunner())
    evil.archive.unlink()
    with pytest.raises(CorpusError, match=r"^project `evil`: cannot read `.*evil-1.0.tar.gz`"):
        evil.build_plan(plan, PlainRunner())
    assert not Places(evil.root).project("evil").exists()


def test_a_folder_that_changes_between_the_lock_and_the_reading_is_refused(sources, tmp_path):
    shutil.copytree(sources, tmp_path / "sources")
    corpus = SmallCorpus(tmp_path / "sources", tmp_path / "corpus")
    plan = corpus.plan()
    (tmp_path / "sources/beta/own.py").write_text("x = 1\n")
    with pytest.raises(CorpusError, match="project `beta`: `.*beta` changed while it was read"):
        corpus.build_plan(plan, PlainRunner())


def test_odd_names_and_odd_texts_pass_through(sources, tmp_path):
    shutil.copytree(sources, tmp_path / "sources")
    folder = tmp_path / "sources/beta"
    texts = {
        "a b#c%20?d.py": program(60),
        "\u00fcml\u00e4ut \u4e2d\u6587.py": program(61),
        "n" * 240 + ".py": program(62),
        "bom.py": "\ufeff" + program(63),
        "cr.py": program(64).replace("\n", "\r"),
        "crlf.py": program(65).replace("\n", "\r\n"),
        "long.py": "x = '" + "a" * 1_000_000 + "'\n",
        "brackets.py": "(" * 1_000_000,
        "spaces.py": " " * 1_000_000,
        "nul.py": "x = 1\0\n",
        "empty.py": "",
        "surrogate.py": program(66) + '# "\ud83d\ude00"\n'.encode("utf-16", "surrogatepass").decode("utf-16"),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    (folder / "latin1.py").write_bytes("caf\u00e9 = 1\n".encode("latin-1"))
    (folder / "control\x01\x1b[2J.py").write_text(program(67))
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.py")).write_text(program(68))
    corpus = SmallCorpus(tmp_path / "sources", tmp_path / "corpus")
    corpus.build()
    found = {entry.path: entry for entry in corpus.ledger().find("pkg:generic/beta")}
    rules = {path: entry.rule for path, entry in found.items()}
    for name in ("a b#c%20?d.py", "\u00fcml\u00e4ut \u4e2d\u6587.py", "bom.py", "crlf.py", "surrogate.py"):
        assert rules[name] is None, (name, rules[name])
        assert corpus.ledger().find(found[name].address) == [found[name]]
    assert (rules["nul.py"], rules["latin1.py"]) == ("binary", "not UTF-8")
    assert {rules["long.py"], rules["brackets.py"], rules["spaces.py"]} & {None} == set()
    assert [rule for rule in rules.values()].count("unsafe name") == 2
    assert all(path.isprintable() for path in rules)
