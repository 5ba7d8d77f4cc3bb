"""Hostile archives, hostile texts and names, and a folder that somebody or something has damaged."""

import gzip
import hashlib
import json
import lzma
import os
import shutil
import tarfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llamita.corpus.lock import Artifact, Lock, LockedFile, sources_digest
from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.places import Places, read_table
from llamita.corpus.plan import Plan
from llamita.corpus.recipe import parse_recipe
from llamita.corpus.runner.plain import PlainRunner
from llamita.corpus.shards.reader import Shards
from llamita.corpus.sources.fetching import fetch
from llamita.errors import CorpusError, FetchError, RequestError
from llamita.files.progress import SilentProgress
from tests.corpus.archives.building import ar_bytes, info, tar_bytes
from tests.corpus.building import MIT, SmallCorpus, program, write_folders

HONEST = {"evil-1.0/LICENSE": MIT.format(who="evil").encode(), "evil-1.0/evil.py": program(90).encode()}
SDIST, WHEEL, DEB, NPM = "pypi-sdist", "pypi-wheel", "debian-binary", "npm"
STAGES = ("files", "license", "quality", "exact", "near", "redact", "decontaminate", "opt-out", "tokens")


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    write_folders(folder)
    return folder


@pytest.fixture(scope="module")
def whole(sources, tmp_path_factory):
    corpus = SmallCorpus(sources, tmp_path_factory.mktemp("corpora") / "corpus")
    corpus.summary = corpus.build()
    return corpus


@pytest.fixture
def corpus(whole, tmp_path):
    shutil.copytree(whole.root, tmp_path / "corpus")
    return SmallCorpus(whole.sources, tmp_path / "corpus")


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


def damage_nothing(path):
    path.unlink()


def damage_cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def damage_garbage(path):
    path.write_bytes(b"\xff\x00 garbage" * 40)


def damage_empty(path):
    path.write_bytes(b"")


def damage_flip(path):
    """A byte in the middle of the data."""
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0x10
    path.write_bytes(data)


def damage_foreign(path):
    pq.write_table(pa.table({"other": [1, 2, 3]}), path)


DAMAGES = [damage_nothing, damage_cut, damage_garbage, damage_empty, damage_flip, damage_foreign]


def until_built(corpus):
    """Build, and do what the errors say, until it is built; gives the summary and the errors."""
    told = []
    for _ in range(5):
        try:
            return corpus.build(), told
        except CorpusError as error:
            told.append(error)
            assert error.hint.startswith("remove it and build again"), error.hint
            path = Path(str(error).split("`")[1])
            assert corpus.root in path.parents
            path.unlink()
    raise AssertionError(told)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_damaged_table_is_made_again_or_named_and_the_id_stays(corpus, whole, stage, damage):
    damage(Places(corpus.root).part(stage, "alpha.0000"))
    summary, told = until_built(corpus)
    assert summary == whole.summary
    assert len(told) <= 1
    if damage is damage_nothing:
        assert told == []
    assert corpus.entry("alpha/src/own.py").is_in


def test_tables_that_are_all_right_and_of_another_part_are_refused(corpus):
    places = Places(corpus.root)
    shutil.copy(places.part("license", "gamma.0000"), places.part("license", "beta.0000"))
    with pytest.raises(
        CorpusError, match=r"`.*license/beta.0000.parquet` is the table of `license/gamma.0000`"
    ):
        corpus.build()


@pytest.mark.parametrize("stage", [*STAGES, "shards"])
@pytest.mark.parametrize("what", ["folder", "done.json", "started.json", "garbage", "list", "tables"])
def test_whatever_a_stage_has_lost_is_made_again(corpus, whole, stage, what):
    folder = corpus.root / "stages" / stage
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "tables":
        for path in folder.glob("*.parquet"):
            path.unlink()
    elif what in {"garbage", "list"}:
        for name in ("done.json", "started.json"):
            (folder / name).write_text({"garbage": "{", "list": "[1]"}[what])
    else:
        (folder / what).unlink(missing_ok=True)
    assert corpus.build() == whole.summary
    assert corpus.entry("alpha/src/own.py").is_in


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"fingerprint": 5}', "\0\0\0"])
@pytest.mark.parametrize("name", ["projects/alpha.json", "built.json", "manifest.json", "lock.json"])
def test_a_damaged_json_file_is_made_again(corpus, whole, name, text):
    (corpus.root / name).write_text(text)
    assert corpus.build() == whole.summary
    assert Places(corpus.root).read_built()["parts"] == ["alpha.0000", "beta.0000", "gamma.0000"]


def test_a_project_whose_parts_are_no_list_is_read_again(corpus, whole):
    path = corpus.root / "projects/alpha.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "parts": 5}))
    assert corpus.build() == whole.summary


@pytest.mark.parametrize(
    "change",
    [{"parts": 5}, {"parts": [5]}, {"tools": []}, {"tools": {"a": 1}}, {"benchmarks": None}],
)
def test_notes_of_another_version_are_an_error_that_says_what_to_do(corpus, change):
    path = corpus.root / "built.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(CorpusError, match=r"built.json` is damaged, or of another version") as caught:
        corpus.ledger()
    assert "llamita corpus build" in caught.value.hint


@pytest.mark.parametrize("how", ["deleted", "flipped", "cut", "no catalog", "catalog"])
def test_damaged_shards_are_made_anew(corpus, whole, how):
    shards = corpus.root / "shards"
    tokens = next(shards.glob("tokens-*"))
    if how == "deleted":
        shutil.rmtree(shards)
    elif how == "flipped":
        damage_flip(tokens)
    elif how == "cut":
        damage_cut(tokens)
    elif how == "no catalog":
        (shards / "shards.json").unlink()
    else:
        (shards / "shards.json").write_text("{}")
    assert corpus.build() == whole.summary
    Shards.open(shards).verify()


def test_what_a_process_that_was_killed_has_left_is_removed_and_a_persons_files_are_not(corpus, whole):
    drafts = [".shards.7.part", "stages/files/.alpha.0000.parquet.0123abcd", ".card.md.89abcdef"]
    for name in drafts:
        (corpus.root / name).write_text("half")
    (corpus.root / ".git").mkdir()
    (corpus.root / ".gitignore").write_text("stages\n")
    assert corpus.build() == whole.summary
    assert sorted(path.name for path in corpus.root.rglob(".*")) == [".git", ".gitignore"]


def wish(corpus, query):
    plan = corpus.plan(OptOuts.read(Places(corpus.root).opt_out).with_more(query))
    return opt_out(plan, query, SilentProgress())


def texts_of(corpus):
    tables = (read_table(path) for path in (corpus.root / "stages").rglob("*.parquet"))
    return [text for table in tables if "text" in table.column_names for text in table["text"].to_pylist()]


@pytest.mark.parametrize("stage", ["license", "quality", "near", "redact", "decontaminate"])
def test_a_stage_that_is_made_again_after_an_opt_out_reads_what_is_gone_again_and_forgets_it_again(
    corpus, stage
):
    own = (corpus.sources / "alpha/src/own.py").read_text()
    result = wish(corpus, "alpha/src/own.py")
    shutil.rmtree(corpus.root / "stages" / stage)
    opt_outs = OptOuts.read(Places(corpus.root).opt_out)
    assert corpus.build(opt_outs=opt_outs).id == result.id
    assert own not in texts_of(corpus)
    assert corpus.entry("alpha/src/own.py").rule == "opted out"


def test_files_that_are_read_again_after_an_opt_out_are_forgotten_again(corpus):
    own = (corpus.sources / "alpha/src/own.py").read_text()
    result = wish(corpus, "alpha/src/own.py")
    Places(corpus.root).part("files", "alpha.0000").unlink()
    assert corpus.build(opt_outs=OptOuts.read(Places(corpus.root).opt_out)).id == result.id
    assert own not in texts_of(corpus)


def test_a_wish_that_is_taken_back_brings_the_very_same_corpus_back(corpus, whole):
    # The secret's file: what was redacted once must be redacted again.
    wish(corpus, "alpha")
    Places(corpus.root).opt_out.unlink()
    again = corpus.build()
    assert again == whole.summary
    assert (corpus.root / "card.md").read_bytes() == (whole.root / "card.md").read_bytes()


def test_an_opt_out_of_a_build_that_another_version_made_leaves_nothing_of_it_for_done(corpus, monkeypatch):
    monkeypatch.setattr("llamita.corpus.plan.code_digest", lambda *_: "another version")
    result = wish(corpus, "alpha/src/own.py")
    assert result.documents
    stages = corpus.plan(OptOuts.read(Places(corpus.root).opt_out)).stages()
    assert not any(stages[name].is_done() for name in ("opt-out", "tokens", "shards"))


def test_two_wishes_for_one_file_both_find_it(corpus):
    assert wish(corpus, "alpha").files
    again = wish(corpus, "alpha/src/own.py")
    assert (again.files, again.documents) == (1, ())


def test_a_corpus_that_is_being_changed_is_not_finished(corpus, monkeypatch):
    shutil.rmtree(corpus.root / "stages/quality")
    monkeypatch.setattr("llamita.corpus.stages.quality.judge", lambda *_: pytest.fail("stop here"))
    with pytest.raises(pytest.fail.Exception):
        corpus.build()
    with pytest.raises(CorpusError, match="is not finished"):
        corpus.ledger()
    assert not Places(corpus.root).manifest.exists()


def test_a_new_license_is_seen_by_a_second_build_in_the_same_process(sources, tmp_path):
    shutil.copytree(sources, tmp_path / "sources")
    corpus = SmallCorpus(tmp_path / "sources", tmp_path / "corpus")
    corpus.build()
    assert corpus.entry("gamma/own.py").rule == "no license found"
    (tmp_path / "sources/gamma/LICENSE").write_text(MIT.format(who="gamma"))
    corpus.build()
    assert corpus.entry("gamma/own.py").is_in


def test_a_folder_of_somebody_else_is_left_alone(corpus, tmp_path):
    Places(corpus.root).require_free_for("small")
    Places(tmp_path / "new").require_free_for("small")
    with pytest.raises(RequestError, match="is the corpus of recipe `small`, not of `other`"):
        Places(corpus.root).require_free_for("other")
    (tmp_path / "mine/shards").mkdir(parents=True)
    with pytest.raises(RequestError, match="is no corpus, and holds `shards`"):
        Places(tmp_path / "mine").require_free_for("small")
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match="not a directory"):
        Places(tmp_path / "file").require_free_for("small")
    begun = tmp_path / "begun"
    begun.mkdir()
    (begun / "recipe.toml").touch()
    (begun / ".lock.json.01234567").touch()
    Places(begun).require_free_for("small")


def test_what_show_finds_by_any_name_opt_out_finds_by_the_same(corpus):
    entry = corpus.entry("alpha/src/own.py")
    package = entry.address.partition("#")[0]
    for query in ("alpha/src/own.py", entry.address, entry.sha256, entry.sha256.upper(), entry.swhid):
        assert corpus.ledger().find(query) == [entry]
        asked = OptOuts().with_more(query)
        assert list(asked.files(Places(corpus.root), ["alpha.0000"])) == [entry.address]
    whole = corpus.ledger().find("alpha")
    assert entry in whole
    for query in ("alpha", package, package.rpartition("@")[0]):
        assert corpus.ledger().find(query) == whole
        found = OptOuts().with_more(query).files(Places(corpus.root), ["alpha.0000"])
        assert list(found) == [one.address for one in whole]


def test_the_notes_of_a_corpus_say_which_wishes_it_has_met(corpus):
    places = Places(corpus.root)
    assert places.read_built()["opt_outs"] == []
    wish(corpus, "alpha/src/own.py")
    assert places.read_built()["opt_outs"] == ["alpha/src/own.py"]
