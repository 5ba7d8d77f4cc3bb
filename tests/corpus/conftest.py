"""The small corpus, built once for a module, and a copy of it for each that changes something."""

import shutil

import pytest

from tests.corpus.building import SmallCorpus, write_folders


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
