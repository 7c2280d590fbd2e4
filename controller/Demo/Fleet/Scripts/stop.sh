#!/bin/sh
# stop.sh: ends the shops of all nodes, at once.
set -u
. "${0%/*}/node.sh"
for file in "$folder"/*.pid; do
    if [ -r "$file" ] && read -r shop <"$file"; then end "$shop" & fi
done
wait
