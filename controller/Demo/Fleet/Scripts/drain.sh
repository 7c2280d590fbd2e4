#!/bin/sh
# drain.sh NODE: the front door, which watches this folder, gives the node no new sessions; those under way get half a second to end.
set -eu
. "${0%/*}/node.sh"
port_of "$1"
: >"$folder/$1.out"
sleep 0.5
