#!/bin/sh
# The end-to-end suite against a real cluster: run.sh KUBECONFIG CONFIGURATION [FILTER]. Whatever ends it, what it made is taken away again.
set -u
cd "$(dirname "$0")/../.." || exit 1
refuse() { echo "e2e: $1" >&2; exit 2; }

file=$1 configuration=$2 filter=${3:-}
[ -n "$file" ] || refuse "make e2e KUBECONFIG=FILE: name the kubeconfig of the cluster; against our own API server the suite is part of make test"
case $file in "~/"*) file=$HOME/${file#"~/"} ;; esac
case $file in *:*) [ -e "$file" ] || refuse "KUBECONFIG names several files; make one of them: kubectl config view --flatten > one.kubeconfig" ;; esac
[ -r "$file" ] && [ ! -d "$file" ] || refuse "there is no file '$file' that can be read"
E2E_KUBECONFIG=$(realpath "$file")
E2E_RUN=$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')
# Copies of the kubeconfig lie there while it runs.
TMPDIR=$(mktemp -d)
E2E_REFUSAL=$TMPDIR/refusal
export E2E_KUBECONFIG E2E_RUN E2E_REFUSAL TMPDIR
log=$TMPDIR/log
run=""

# In a session of its own: Ctrl-C comes to this script alone, which ends all of it (controllers, too) and then sweeps.
tests() { # filter, then more arguments
    filtered=$1; shift
    setsid dotnet test tests/e2e/EndToEnd.Tests -c "$configuration" --no-build --nologo --filter "$filtered" "$@" &
    run=$!
    wait "$run"
    code=$?
    run=""
    return $code
}

whole=no
sweep() {
    trap '' INT TERM HUP
    if [ -n "$run" ]; then
        kill -TERM "-$run" 2>/dev/null
        sleep 2
        kill -KILL "-$run" 2>/dev/null
    fi
    if [ "$whole" = no ]; then
        echo "e2e: taking away what is left of run $E2E_RUN" >&2
        E2E_SWEEP=$E2E_RUN tests "FullyQualifiedName~SweepTests.Whatever" >"$log" 2>&1 ||
            echo "e2e: not all of it went: kubectl get ns,crd -l rollout-e2e/run=$E2E_RUN" >&2
    fi
    rm -rf "$TMPDIR"
}
trap 'sweep; exit 130' INT TERM HUP

if ! tests "FullyQualifiedName~PreflightTests" >"$log" 2>&1; then
    if [ -s "$E2E_REFUSAL" ]; then line=$(cat "$E2E_REFUSAL"); whole=yes; else line=""; cat "$log" >&2; fi
    sweep
    [ -n "$line" ] && refuse "$line"
    exit 1
fi

tests "FullyQualifiedName~EndToEnd.Tests.Scenarios&FullyQualifiedName!~HostileTests${filter:+&($filter)}" --logger 'console;verbosity=normal'
code=$?
[ $code -eq 0 ] && whole=yes
sweep
exit $code
