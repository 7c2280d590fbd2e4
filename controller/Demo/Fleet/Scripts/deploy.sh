#!/bin/sh
# deploy.sh NODE VERSION: when this ends with 0, the node's shop serves with this version. Does nothing when it does so already.
set -eu
. "${0%/*}/node.sh"
node=$1 wanted=$2
port_of "$node"
case " $versions " in
*" $wanted "*) ;;
*) echo "unknown version $wanted: known are $versions" >&2; exit 2 ;;
esac
if running "$node" && [ "$version" = "$wanted" ]; then exit 0; fi

# The process of this node, ready or not: an attempt that was broken off may have left one that was not.
if [ -r "$folder/$node.pid" ] && read -r old <"$folder/$node.pid"; then
    end "$old" || { echo "the shop with process id $old does not end" >&2; exit 1; }
fi
rm -f "$folder/$node.ready"

launch demo-shop --node "$node" --version "$wanted" --port "$port" --owner "$owner" --ready-file "$folder/$node.ready" \
    </dev/null >"$folder/$node.log" 2>&1 &
new=$!
echo "$new" >"$folder/$node.pid"
tries=0
until running "$node" && [ "$version" = "$wanted" ]; do
    if ! alive "$new"; then
        echo "the shop ended before it was ready:" >&2
        tail -n 5 "$folder/$node.log" >&2
        exit 1
    fi
    tries=$((tries + 1))
    if [ "$tries" -eq 400 ]; then echo "the shop is not ready after 20 seconds" >&2; exit 1; fi
    sleep 0.05
done
