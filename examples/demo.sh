#!/bin/sh
# The main job on the example postmortems, in a git repository of their own (demo/), so that `git diff` shows every edit.
set -eu

pm_sync=$1
examples=$(cd "$(dirname "$0")" && pwd)
demo=$(dirname "$examples")/demo

# Called from a git hook, git would otherwise work on the repository of the hook.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX

if [ ! -d "$demo" ]; then
    making=$demo.making
    rm -rf "$making"
    mkdir "$making"
    cp -R "$examples/postmortems" "$making/"
    git -C "$making" init --quiet --initial-branch=main
    git -C "$making" config user.name demo
    git -C "$making" config user.email demo@example.invalid
    git -C "$making" config commit.gpgSign false
    git -C "$making" add .
    git -C "$making" commit --quiet --no-verify --message "Postmortems as people wrote them"
    mv "$making" "$demo"
fi
cd "$demo"

say() { printf '\n$ %s\n' "$*"; }

say pm-sync sync
"$pm_sync" sync
say pm-sync sync "   # a second run has nothing to do"
"$pm_sync" sync
say git diff --stat
git --no-pager diff --stat

cat <<'END'

Go on from here:
  cd demo
  export PATH="$PWD/../.venv/bin:$PATH"
  pm-sync tickets list
  pm-sync tickets close LOCAL-1
  pm-sync sync && git diff
END
