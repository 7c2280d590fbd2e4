#!/bin/sh
# status.sh NODE: prints the version that the node serves with; fails when it serves none. Starts no process, so it costs a millisecond.
set -eu
. "${0%/*}/node.sh"
port_of "$1"
if running "$1"; then
    echo "$version"
else
    echo "no shop serves on $1" >&2
    exit 1
fi
