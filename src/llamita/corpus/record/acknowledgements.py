"""Thanks: every project by name, with its licenses and copyright lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.record.numbers import count
from llamita.pages.markdown import escaped

if TYPE_CHECKING:
    from llamita.corpus.record.summary import CorpusSummary, ProjectSummary

# An address that Markdown takes for one as a whole.
_LINK: Final = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,500}")


def acknowledgements(summary: CorpusSummary) -> str:
    """`ACKNOWLEDGEMENTS.md`: each project with documents in the corpus; the same summary, the same bytes."""
    projects = sorted(
        (project for project in summary.projects if project.files_kept > 0),
        key=lambda project: (project.name.casefold(), project.name, project.origin),
    )
    opening = (
        f"The corpus {escaped(summary.name)} (id {summary.short_id}) is made of the work of the "
        f"{count(len(projects))} projects below. Whatever a model that was trained on it can do, it has from "
        "them. Thank you."
    )
    parts = ["# Acknowledgements", opening, *map(_project, projects)]
    return "\n\n".join(parts) + "\n"


def _project(project: ProjectSummary) -> str:
    licenses = sorted(project.licenses.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [
        f"- {count(project.files_kept)} files from {escaped(project.origin)}",
        f"- under {', '.join(f'{escaped(name)} ({count(files)})' for name, files in licenses)}",
    ]
    if project.homepage:
        is_link = _LINK.fullmatch(project.homepage)
        lines.append(f"- <{project.homepage}>" if is_link else f"- {escaped(project.homepage)}")
    # Once each, in the project's own order.
    lines += [f"- {escaped(line)}" for line in dict.fromkeys(project.copyright_lines)]
    return f"## {escaped(f'{project.name} {project.version}')}\n\n" + "\n".join(lines)
