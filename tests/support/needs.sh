#!/bin/sh
# Installs what the tests need beside the .NET SDK, where it may; says what is missing where it may not.
set -u

missing=""
need() { # command-or-library package
    case $1 in
        lib*) ldconfig -p 2>/dev/null | grep -q "$1" && return ;;
        *) { command -v "$1" || command -v "/usr/sbin/$1"; } >/dev/null 2>&1 && return ;;
    esac
    missing="$missing $2"
}

need libsqlite3.so.0 libsqlite3-0
need prometheus prometheus
need promtool prometheus
need prometheus-alertmanager prometheus-alertmanager
need chromium chromium
need nginx nginx
need haproxy haproxy
need dnsmasq dnsmasq-base
need setsid util-linux
need kubectl kubernetes-client
need lua5.1 lua5.1

# Debian keeps the server's programs off the PATH.
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need initdb postgresql

if ! command -v dotnet >/dev/null 2>&1; then
    echo "missing: the .NET 10 SDK (dotnet), see https://dotnet.microsoft.com/download" >&2
    exit 1
fi

[ -z "$missing" ] && exit 0
missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "installing: $missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends $missing >&2 && exit 0
    echo "apt-get could not install: $missing" >&2
    exit 1
fi

echo "missing Debian packages, and no right to install them here: $missing" >&2
echo "run: sudo apt-get install $missing" >&2
exit 1
