#!/bin/sh
# The action's own steps, with a real installation from what is locked by hash, in the variables of a runner.
set -eu

home=$1
python=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

fail() { echo "action-check: $*" >&2; exit 1; }

mkdir -p "$room/temp" "$room/work/postmortems"
printf '# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n- Add an alert\n' > "$room/work/postmortems/a.md"
echo 'project = { id = "acme/shop" }' > "$room/work/pm-sync.toml"
cd "$room/work"

export RUNNER_TEMP="$room/temp" GITHUB_OUTPUT="$room/output" GITHUB_STEP_SUMMARY="$room/summary" GITHUB_ACTION_PATH="$home"
"$python" -I "$home/action/place.py"
FOLDER=$(sed -n 's/^folder=//p' "$GITHUB_OUTPUT")
grep -q '^key=pm-sync-' "$GITHUB_OUTPUT" || fail "there is no key for the cache"
REPORT=$(sed -n 's/^report=//p' "$GITHUB_OUTPUT")
export FOLDER REPORT

began=$(date +%s)
"$python" -I "$home/action/install.py" || fail "it cannot be installed"
echo "action-check: installed in $(($(date +%s) - began)) s"

began=$(date +%s)
ACTION_COMMAND=sync ACTION_PATHS='' ACTION_ROOT=. ACTION_PUBLISH='' ACTION_REPOSITORY='' ACTION_REPORTS='' ACTION_EXPECTED='' ACTION_BASE='' ACTION_COMMENT='' ACTION_AUTHOR='' ACTION_PULL_REQUEST='' ACTION_OPTIONS='' GITHUB_TOKEN='' JIRA_EMAIL='' JIRA_API_TOKEN='' \
    "$FOLDER/bin/python" -P "$home/action/run.py" > "$room/out" 2> "$room/err" || fail "sync failed: $(cat "$room/err")"
echo "action-check: ran in $(($(date +%s) - began)) s"
grep -q 'LOCAL-1' postmortems/a.md || fail "sync linked nothing"
grep -q 'Done: 1 ticket created' "$GITHUB_STEP_SUMMARY" || fail "the page of the job says nothing"

: > "$GITHUB_OUTPUT"
"$python" -I "$home/action/outputs.py"
grep -qx 'created=1' "$GITHUB_OUTPUT" || fail "the outputs are wrong: $(cat "$GITHUB_OUTPUT")"
echo "action-check: the action installs what is locked, runs, and tells its numbers"
