"""Recipes for tests: projects by name, each with the TOML of its origins."""

from pathlib import Path

from llamita.corpus.recipe import Recipe, parse_recipe


def recipe_of(**origins: str) -> Recipe:
    projects = "".join(
        f'[[projects]]\nname = "{name}"\norigins = [{listed}]\n' for name, listed in origins.items()
    )
    return parse_recipe(f'name = "test"\ndescription = "for a test"\n{projects}'.encode(), "`test`", Path())
