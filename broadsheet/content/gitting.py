"""How git is run: in the folder that it is given, whatever the environment says."""

from __future__ import annotations

import os

# Git sets these for its hooks and aliases, and they would lead it into their repository. The
# settings that `git -c` passes on stay, since they may say who commits and what is trusted.
# https://git-scm.com/docs/git-rev-parse#Documentation/git-rev-parse.txt---local-env-vars
_OF_A_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)


def environment() -> dict[str, str]:
    """Return the environment without what names another repository, or a part of one."""
    return {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
