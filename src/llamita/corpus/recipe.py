"""Recipe: what a corpus is to be made of, and how; read from TOML, where every slip is an error.

The shortest one::

    name = "mine"
    description = "what our team has written"

    [[projects]]
    name = "service"
    origins = [{ folder = "~/code/service" }]
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from llamita.corpus.mixture import CODE_LLAMA_SHARES, MixtureRecipe
from llamita.corpus.places import read_json, remove, write_json
from llamita.corpus.quality.thresholds import Thresholds
from llamita.corpus.recipe_projects import LOCAL_KINDS, Project, placed, read_project
from llamita.corpus.recipe_table import Table
from llamita.errors import CorpusError, RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

LicensePolicy: TypeAlias = Literal["permissive", "weak copyleft", "any osi"]
"""Which licenses are let in; each policy lets in those of the one before it as well."""

LICENSE_POLICIES: Final[tuple[LicensePolicy, ...]] = get_args(LicensePolicy)

DEFAULT_TOKENIZER: Final = "smollm2-135m-instruct"
"""The model whose tokenizer counts and cuts where a recipe names none; every installation can have it."""

DEFAULT_SUITE: Final = "bookworm"

_FOLDER: Final = Path(__file__).with_name("recipes")
_SUFFIX: Final = ".toml"
_MAX_RECIPE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """When two documents count as one; the values of The Stack."""

    num_permutations: int = 256
    bands: int = 25
    rows: int = 10
    shingle_words: int = 5
    jaccard: float = 0.7
    """The least similarity, from 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What a corpus is to be made of."""

    name: str
    description: str
    projects: tuple[Project, ...]
    license_policy: LicensePolicy = "permissive"
    tokenizer: str = DEFAULT_TOKENIZER
    """Name of the model whose tokenizer cuts the text."""
    debian_suite: str = DEFAULT_SUITE
    """The release of Debian whose packages are meant."""
    mixture: MixtureRecipe = field(default_factory=MixtureRecipe)
    quality: Mapping[str, object] = field(default_factory=dict)
    """Thresholds that differ from the usual."""
    near_duplicates: NearDuplicates = field(default_factory=NearDuplicates)
    start: Path = field(default=Path(), compare=False)
    """What the paths of its folders start at; where it lies is no part of what it says."""

    @property
    def is_local(self) -> bool:
        """Whether all of it comes from this machine, so that its lock is made when it is built."""
        return all(origin.kind in LOCAL_KINDS for project in self.projects for origin in project.origins)

    @property
    def project_names(self) -> frozenset[str]:
        """What its projects are called."""
        return frozenset(project.name for project in self.projects)

    def project(self, name: str) -> Project:
        """The project of this name.

        Raises:
            RequestError: there is none.
        """
        for project in self.projects:
            if project.name == name:
                return project
        raise RequestError(f"recipe `{self.name}` has no project `{name}`")

    @property
    def folders(self) -> list[Path]:
        """The folders that it reads, where they lie on this machine."""
        origins = [origin for project in self.projects for origin in project.origins]
        return [placed(origin.name, self.start) for origin in origins if origin.kind == "folder"]

    def as_json(self) -> dict[str, object]:
        """All that it says, defaults included, as JSON has it."""
        told = asdict(self)
        del told["start"]
        return told


def built_in_recipes() -> list[str]:
    """Names of the recipes that Llamita brings along."""
    return sorted(file.name.removesuffix(_SUFFIX) for file in _FOLDER.glob("*" + _SUFFIX))


def find_recipe(name_or_path: str) -> Recipe:
    """Read a recipe that Llamita brings along, or one in a file.

    Args:
        name_or_path: `starter`; or a path, which ends in `.toml` or has a `/` in it.

    Raises:
        RequestError: there is no such recipe, or it is not one.
        CorpusError: it is the copy in a corpus, and what says where its folders start is damaged.
    """
    return read_recipe(recipe_file(name_or_path))


def recipe_file(name_or_path: str) -> Path:
    """Where a recipe stands.

    Args:
        name_or_path: as for ``find_recipe``.

    Raises:
        RequestError: Llamita brings along no recipe of this name.
    """
    if name_or_path.endswith(_SUFFIX) or "/" in name_or_path or "\\" in name_or_path:
        return Path(name_or_path).expanduser()
    if name_or_path not in built_in_recipes():
        known = ", ".join(f"`{name}`" for name in built_in_recipes())
        raise RequestError(
            f"no recipe named `{name_or_path}`", hint=f"there are {known}; or give the path of a `.toml` file"
        )
    return _FOLDER / (name_or_path + _SUFFIX)


def read_recipe(file: Path) -> Recipe:
    """Read a recipe.

    Raises:
        RequestError: the file cannot be read, or is no recipe; the message names the key.
        CorpusError: it is the copy in a corpus, and what says where its folders start is damaged.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_RECIPE_BYTES + 1)
    except OSError as error:
        raise RequestError(f"cannot read the recipe `{file}`: {(error.strerror or '').lower()}") from error
    if len(data) > _MAX_RECIPE_BYTES:
        raise RequestError(f"`{file}` is no recipe: it has more than {_MAX_RECIPE_BYTES} bytes")
    return parse_recipe(data, f"`{file}`", _start_of(file))


def start_file(recipe_file: Path) -> Path:
    """What says where the folders of a copied recipe start: beside it, `NAME.start.json` for `NAME.toml`."""
    return recipe_file.with_name(recipe_file.name.removesuffix(_SUFFIX) + ".start.json")


def write_start(recipe: Recipe, copy: Path) -> None:
    """Let a copy of a recipe find the folders that the recipe finds.

    Args:
        recipe: what was copied.
        copy: the file of the copy.

    Raises:
        CapacityError: the disk is full.
        FetchError: it refuses for another reason.
    """
    if recipe.folders:
        write_json(start_file(copy), {"folder": str(recipe.start.absolute())})
    else:
        remove(start_file(copy))


def _start_of(recipe_file: Path) -> Path:
    file = start_file(recipe_file)
    if not file.exists():
        return recipe_file.parent
    start = read_json(file, hint=f"remove it: folders then start at `{recipe_file.parent}`").get("folder")
    if not isinstance(start, str):
        raise CorpusError(f"`{file}` is damaged: expected a text at `folder`, got {shown(start)}")
    return Path(start)


def parse_recipe(data: bytes, where: str, folder: Path) -> Recipe:
    """Read a recipe from TOML.

    Args:
        data: what it says, as UTF-8.
        where: what messages call it.
        folder: what the paths of folders start at.

    Raises:
        RequestError: it is no recipe; the message names the key.
    """
    try:
        table = Table(tomllib.loads(data.decode()), where)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(f"{where}: not TOML: {error}") from error
    recipe = Recipe(
        name=table.text("name"),
        description=table.text("description"),
        license_policy=_license_policy(table),
        tokenizer=table.text("tokenizer", DEFAULT_TOKENIZER),
        debian_suite=table.text("debian_suite", DEFAULT_SUITE),
        mixture=_read_mixture(table.table("mixture")),
        quality=_read_quality(table.table("quality")),
        near_duplicates=_read_near_duplicates(table.table("near_duplicates")),
        projects=tuple(read_project(project, folder) for project in table.tables("projects")),
        start=folder,
    )
    table.end()
    names = [project.name.lower() for project in recipe.projects]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise RequestError(f"{where}: two projects have the name `{recipe.projects[index].name}`")
    return recipe


def _license_policy(table: Table) -> LicensePolicy:
    text = table.text("license_policy", "permissive", one_of=LICENSE_POLICIES)
    return next(policy for policy in LICENSE_POLICIES if policy == text)


def _read_mixture(table: Table) -> MixtureRecipe:
    usual = MixtureRecipe()
    numbers = {
        key: table.number(key, getattr(usual, key), least=0, most=1e6)
        for key in ("code_epochs", "max_epochs", "exponent")
    }
    shares = table.numbers("shares", CODE_LLAMA_SHARES)
    weights = table.numbers("weights", {})
    table.end()
    try:
        return MixtureRecipe(shares=shares, weights=weights, **numbers)
    except RequestError as error:
        raise RequestError(f"{table.where}: {error}", hint=error.hint) from error


def _read_quality(table: Table) -> dict[str, object]:
    try:
        Thresholds.from_mapping(table.values)
    except RequestError as error:
        of_one = "those of one language stand in `[quality.exceptions.LANGUAGE]`"
        hint = f"{error.hint}; {of_one}" if error.hint else of_one
        raise RequestError(f"{table.where}: {error}", hint=hint) from error
    return dict(table.values)


def _read_near_duplicates(table: Table) -> NearDuplicates:
    usual = NearDuplicates()
    near = NearDuplicates(
        num_permutations=table.count("num_permutations", usual.num_permutations, least=16, most=4096),
        bands=table.count("bands", usual.bands, least=1, most=1024),
        rows=table.count("rows", usual.rows, least=1, most=1024),
        shingle_words=table.count("shingle_words", usual.shingle_words, least=1, most=100),
        jaccard=table.number("jaccard", usual.jaccard, least=0.01, most=1),
    )
    table.end()
    if near.bands * near.rows > near.num_permutations:
        raise table.wrong(
            "bands", f"at most `num_permutations` / `rows` = {near.num_permutations // near.rows}", near.bands
        )
    return near
