#!/bin/sh
# undrain.sh NODE: the front door gives the node sessions again.
set -eu
. "${0%/*}/node.sh"
port_of "$1"
rm -f "$folder/$1.out"
