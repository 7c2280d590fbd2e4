# Sourced by the other scripts: what runs on a node. settings.sh is written by the demo when it starts.
. "${0%/*}/settings.sh"

# True while a process runs. One that is dead and not yet reaped still takes signals, so its state is read where /proc shows it.
alive() {
    kill -0 "$1" 2>/dev/null || return 1
    [ -r "/proc/$1/stat" ] || return 0
    read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
    case ${stat##*) } in Z*|X*) return 1 ;; esac
}

# Sets pid and version of the shop that serves on a node; false when none does.
running() {
    pid='' version=''
    [ -r "$folder/$1.ready" ] || return 1
    read -r pid version <"$folder/$1.ready" || return 1
    alive "$pid"
}

# True unless the id belongs to somebody else by now: every process of the demo has the folder in its command line.
ours() {
    [ ! -r "/proc/$1/cmdline" ] || grep -qaF -- "$folder" "/proc/$1/cmdline"
}

# Ends a process: asks it, gives it three seconds for the requests that it has, then kills it.
end() {
    ours "$1" || return 0
    kill -TERM "$1" 2>/dev/null || return 0
    tries=0
    while alive "$1"; do
        tries=$((tries + 1))
        if [ "$tries" -eq 60 ]; then kill -KILL "$1" 2>/dev/null; fi
        if [ "$tries" -eq 80 ]; then return 1; fi
        sleep 0.05
    done
}
