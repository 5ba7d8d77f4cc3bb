from llamita.corpus.lock import Artifact, LockedFile, Missing
from llamita.corpus.mixture import MixtureRecipe
from llamita.corpus.record.summary import SecondChoice, Wanting
from llamita.corpus.summarizing import Counted, group_summaries, second_choices, sources_missing


def artifact(project: str, kind: str, *files: str) -> Artifact:
    return Artifact(project, kind, project, "1", tuple(LockedFile(file, 1, "0" * 64) for file in files))


ARTIFACTS = {
    "bats": artifact("bats", "debian-binary", "pool/b/bats_1_all.deb"),
    "range": artifact("range", "debian-source", "pool/r/range_1.orig.tar.gz"),
    "zod": artifact("zod", "npm", "zod-1.tgz"),
}
MISSING = (
    Missing("range", "debian-source range: pool/r/range_1.debian.tar.xz", "answered 404"),
    Missing("bats", "debian-source bats: pool/b/bats_1.debian.tar.xz", "answered 404"),
    Missing("bats", "debian-source bats", "answered 404"),
    Missing("gone", "pypi-sdist gone", "no such package"),
)


def test_only_projects_that_are_not_in_could_not_be_had():
    assert sources_missing(ARTIFACTS, MISSING) == (
        Wanting(name="gone: pypi-sdist gone", reason="no such package"),
    )


def test_projects_that_came_from_elsewhere_or_not_whole_say_from_where():
    assert second_choices(ARTIFACTS, MISSING) == (
        SecondChoice(
            project="bats",
            wanted="debian-source bats",
            reason="answered 404",
            had="debian-binary: bats_1_all.deb",
        ),
        SecondChoice(
            project="range",
            wanted="debian-source range: range_1.debian.tar.xz",
            reason="answered 404",
            had="debian-source: range_1.orig.tar.gz",
        ),
    )


def counted(**tokens: int) -> Counted:
    of = Counted()
    for name, number in tokens.items():
        group = tuple(name.split("_"))
        of.documents[group], of.tokens[group] = 10, number
    return of


def test_a_kind_of_one_language_falls_short_once():
    _, short = group_summaries(counted(code_python=1_000_000, prose_text=100), MixtureRecipe())
    assert [one.name for one in short if one.name.startswith("prose")] == ["prose"]
    assert short[-1].reason.startswith("7.0 % of samples were asked for, ")
