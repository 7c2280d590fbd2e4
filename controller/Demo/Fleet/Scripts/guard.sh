#!/bin/sh
# guard.sh LOG COMMAND...: runs a command that knows nothing of the demo, until this script's standard input ends. The other end of that
# pipe is the demo's, so it ends with the demo however the demo ended; kill -9 closes it too.
set -u
. "${0%/*}/node.sh"
log=$1
shift
exec 3<&0
"$@" 3<&- </dev/null >"$log" 2>&1 &
child=$!
{
    read -r _ <&3
    end "$child"
} &
watcher=$!
trap 'end "$child"' TERM INT HUP
wait "$child"
code=$?
# A signal to this script ends a wait before the child has ended.
while alive "$child"; do
    wait "$child"
    code=$?
done
kill "$watcher" 2>/dev/null
exit "$code"
