#!/bin/sh
# The main job on the example postmortems, in a git repository of their own (demo/), so that `git diff` shows every edit.
set -eu

pm_sync=$1
examples=$(cd "$(dirname "$0")" && pwd)
demo=$(dirname "$examples")/demo

if [ ! -d "$demo/.git" ]; then
    mkdir -p "$demo"
    cp -R "$examples/postmortems" "$demo/"
    git -C "$demo" init --quiet --initial-branch=main
    git -C "$demo" add .
    git -C "$demo" -c user.name=demo -c user.email=demo@example.invalid \
        commit --quiet --message "Postmortems as people wrote them"
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
