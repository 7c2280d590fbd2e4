#!/bin/sh
# Builds the whole solution, runs every test project one after the other, and ends with "N passed, N failed" alone on a line.
set -u

configuration=${1:-Release}
cd "$(dirname "$0")/../.." || exit 1
log=$(mktemp) && trap 'rm -f "$log"' EXIT

finish() { # passed failed skipped
    if [ "$3" -gt 0 ]; then echo "$1 passed, $2 failed, $3 skipped"; else echo "$1 passed, $2 failed"; fi
    [ "$2" -eq 0 ] && [ "$1" -gt 0 ]
    exit
}

if ! dotnet restore Rollout.sln --locked-mode -v quiet -nologo || ! dotnet build Rollout.sln -c "$configuration" --no-restore -v quiet -nologo; then
    finish 0 1 0
fi

broken=0
for project in $(find tests -name '*.Tests.csproj' | sort); do
    echo "== $project"
    dotnet test "$project" -c "$configuration" --no-build --nologo -v quiet --logger 'console;verbosity=minimal' >"$log.one" 2>&1
    code=$?
    cat "$log.one"
    cat "$log.one" >>"$log"
    # A project that fails without counting a failure (a crash of its host, no test found) is a failure all the same.
    if [ $code -ne 0 ] && ! grep -qE 'Failed: +[1-9]' "$log.one"; then broken=$((broken + 1)); fi
    rm -f "$log.one"
done

# Whoever sees only the end of the output must be able to tell what failed, and why: name and first lines of each failure once more.
if grep -qE '^ +Failed [^ ]' "$log"; then
    echo "== what failed"
    awk '/^ +Failed [^ ]/ {left = 12} /^(Passed|Failed)! / {left = 0} left > 0 {print substr($0, 1, 300); left--}' "$log"
fi

sum() { grep -oE "$1: +[0-9]+" "$log" | grep -oE '[0-9]+' | awk '{n += $1} END {print n + 0}'; }
finish "$(sum Passed)" "$(($(sum Failed) + broken))" "$(sum Skipped)"
