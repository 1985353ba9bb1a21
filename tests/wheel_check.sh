#!/bin/sh
# The built wheel, alone in an environment, run from folders that hold packages of the same names as ours.
set -eu

uv=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
python=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
wheel=$(cd "$(dirname "$3")" && pwd)/$(basename "$3")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

fail() { echo "wheel-check: $*" >&2; exit 1; }

"$uv" venv --quiet --no-project --python "$python" "$room/venv"
"$uv" pip install --quiet --python "$room/venv/bin/python" "$wheel"
pm_sync=$room/venv/bin/pm-sync

owners=$("$room/venv/bin/python" -c 'from importlib.metadata import packages_distributions as owners
print(*(f"{name}={owners()[name]}" for name in ("sync", "connectors", "config")))')
test "$owners" = "sync=['pm-sync'] connectors=['pm-sync'] config=['pm-sync']" || fail "owners: $owners"

mkdir -p "$room/hostile/config" "$room/hostile/postmortems"
echo 'raise SystemExit("the wrong config was imported")' > "$room/hostile/config/__init__.py"
echo 'raise SystemExit("the wrong connectors were imported")' > "$room/hostile/connectors.py"
printf '# Outage\n\n## Action items\n\n- Add an alert\n' > "$room/hostile/postmortems/a.md"
cd "$room/hostile"

"$pm_sync" --help > "$room/help" || fail "--help failed"
grep -q 'sync' "$room/help" || fail "--help does not help"
"$pm_sync" items > "$room/items" || fail "items failed beside a hostile config"
grep -q 'Add an alert' "$room/items" || fail "items found nothing"
"$pm_sync" sync > "$room/sync" || fail "sync failed beside a hostile config"
grep -q 'LOCAL-1' postmortems/a.md || fail "sync linked nothing"

"$room/venv/bin/python" -I -c 'from datetime import date, datetime
from sync.followthrough.model import Changed, FollowThrough
from sync.render.page import render_page
print(render_page(FollowThrough(date.today(), datetime.now(), "", (), Changed(date.today()))))' > "$room/page" ||
    fail "the page of HTML lacks its files"
grep -q 'There are no action items' "$room/page" || fail "the page of HTML says nothing"

if PYTHONPATH=. "$pm_sync" items > "$room/out" 2> "$room/err"; then
    fail "a hostile PYTHONPATH was not noticed"
fi
grep -q 'hostile' "$room/err" || fail "the guard does not name the intruder: $(cat "$room/err")"
test "$(wc -l < "$room/err")" -eq 1 || fail "the guard says more than one sentence"
echo "wheel-check: the wheel works alone, beside a hostile config, and names an intruder"
