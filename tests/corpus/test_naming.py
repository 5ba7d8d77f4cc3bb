import hashlib

import pytest

from llamita.corpus.lock import Artifact, Lock, LockedFile, sources_digest
from llamita.corpus.naming import named
from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.plan import Plan
from llamita.corpus.recipe import parse_recipe
from llamita.files.progress import SilentProgress
from tests.corpus.archives.building import tar_bytes
from tests.corpus.building import MIT, SmallCorpus, program

FILES = {
    "package/LICENSE": MIT.format(who="node"),
    "package/my file@1.py": program(41),
    "package/a.py": program(42),
}


class WithNode(SmallCorpus):
    """The small corpus, and a package of npm with a scope."""

    def plan(self, opt_outs=None) -> Plan:
        plan = super().plan(opt_outs)
        text = plan.places.recipe.read_text()
        text += '\n[[projects]]\nname = "types-node"\norigins = [{ npm = "@types/node" }]\n'
        recipe = parse_recipe(text.encode(), "`node.toml`", self.sources)
        archive = self.root.parent / "node-26.6.6.tgz"
        archive.write_bytes(tar_bytes({name: data.encode() for name, data in FILES.items()}))
        data = archive.read_bytes()
        file = LockedFile("node-26.6.6.tgz", len(data), hashlib.sha256(data).hexdigest())
        artifact = Artifact("types-node", "npm", "@types/node", "26.6.6", (file,))
        fields = {name: getattr(plan.lock, name) for name in ("form", "recipe", "debian", "tools", "missing")}
        artifacts = (*plan.lock.artifacts, artifact)
        locked = Lock(**fields, sources=sources_digest(recipe), artifacts=artifacts)
        values = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
        archives = {"types-node": (archive,)}
        return Plan(**{**values, "recipe": recipe, "lock": locked, "archives": archives})


@pytest.fixture(scope="module")
def corpus(sources, tmp_path_factory):
    corpus = WithNode(sources, tmp_path_factory.mktemp("node") / "corpus")
    corpus.build()
    return corpus


PACKAGES = [
    "pkg:npm/@types/node",
    "pkg:npm/%40types/node",
    "pkg:NPM/@types/node@26.6.6",
    " pkg:npm/%40types/node@26.6.6 ",
    "pkg:npm/@types/node@26.6.6?vcs_url=x",
]
PATHS = [
    "pkg:npm/@types/node@26.6.6#my file@1.py",
    "pkg:npm/@types/node#my%20file@1.py",
    "pkg:npm/%40types/node@26.6.6#./my%20file%401.py",
    "types-node/my file@1.py",
    "./types-node/my file@1.py",
]


@pytest.mark.parametrize("query", PACKAGES)
def test_a_package_is_found_however_its_url_is_written(corpus, query):
    assert {entry.path for entry in corpus.ledger().find(query)} == {"LICENSE", "a.py", "my file@1.py"}
    parts = corpus.plan().parts()
    assert len(OptOuts().with_more(query).files(corpus.plan().places, parts)) == 3


@pytest.mark.parametrize("query", [*PATHS, "./my file@1.py"])
def test_a_file_is_shown_however_it_is_named(corpus, query):
    assert [entry.path for entry in corpus.ledger().find(query)] == ["my file@1.py"]


@pytest.mark.parametrize("query", PATHS)
def test_a_file_is_opted_out_of_however_it_is_named(corpus, query):
    plan = corpus.plan()
    (entry,) = corpus.ledger().find("my file@1.py")
    assert OptOuts().with_more(query).files(plan.places, plan.parts()) == {entry.address: query.strip()}


@pytest.mark.parametrize(
    "query",
    ["pkg:npm/types/node", "pkg:npm/@types", "pkg:npm/@types/nod", "pkg:npm/@types/node@26", "pkg:", "./"],
)
def test_what_names_something_else_finds_nothing(corpus, query):
    plan = corpus.plan()
    assert corpus.ledger().find(query) == []
    assert OptOuts().with_more(query).files(plan.places, plan.parts()) == {}


def test_an_address_of_the_ledger_names_itself(corpus):
    for entry in corpus.ledger().find("types-node") + corpus.ledger().find("alpha"):
        assert [found.address for found in corpus.ledger().find(entry.address)] == [entry.address]
        assert named(named(entry.address)) == named(entry.address)


def test_a_package_with_a_scope_leaves_by_the_name_that_people_use(sources, tmp_path):
    corpus = WithNode(sources, tmp_path / "corpus")
    corpus.build()
    plan = corpus.plan(OptOuts().with_more("pkg:npm/@types/node"))
    result = opt_out(plan, "pkg:npm/@types/node", SilentProgress())
    assert [address.partition("#")[0] for address in result.documents] == ["pkg:npm/%40types/node@26.6.6"] * 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pkg:pypi/My_Name@5.2", "pkg:pypi/my-name@5.2"),
        ("pkg:deb/debian/a@1:1.0+b~c-1", "pkg:deb/debian/a@1:1.0%2Bb~c-1"),
        ("pkg:deb/debian/a@1%3A1.0%2Bb~c-1", "pkg:deb/debian/a@1:1.0%2Bb~c-1"),
        ("pkg://npm/zod/", "pkg:npm/zod"),
        ("././a/./b", "a/./b"),
        ("./" * 100_000 + "a", "a"),
        (".hidden/a", ".hidden/a"),
    ],
)
def test_names_have_one_form(query, expected):
    assert named(query) == expected
