#!/usr/bin/env bash
# Builds InfluxDB's server from its Go module, whose version and hashes go.mod and go.sum pin: no package has it and not
# every machine has Docker. Needs Go, Rust, clang, pkg-config and a C compiler; takes about four minutes on two cores.
#
#   build.sh PROGRAM      leaves the server in the file PROGRAM
#
# What it is built with lies in a folder beside PROGRAM meanwhile; only Go's and Cargo's own stores of downloads stay.
# Written for bash 3.2, which is what macOS has.
set -euo pipefail

program=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
mkdir -p "$(dirname "$program")"
work=$(mktemp -d "$program.building.XXXXXX")
child=''
tidy() {
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    rm -rf "$work"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say() { printf '%s\n' "$*" >&2; }
duration() { if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

# step WHAT COMMAND…: runs it with a line every 20 seconds, and shows the end of its log where it fails.
step() {
    local what=$1 since=$SECONDS told=$SECONDS
    shift
    "$@" >"$work/log" 2>&1 </dev/null &
    child=$!
    while kill -0 "$child" 2>/dev/null; do
        sleep 1
        if [ $((SECONDS - told)) -ge 20 ]; then
            told=$SECONDS
            say "         $what … $(duration $((SECONDS - since)))"
        fi
    done
    if ! wait "$child"; then
        say "  ✗ $what:"
        tail -n 25 "$work/log" >&2
        exit 1
    fi
    child=''
    say "  $what, $(duration $((SECONDS - since)))"
}

cd "$here"
export CGO_ENABLED=1 GOCACHE=$work/go-build GOFLAGS=-mod=readonly GOWORK=off
export RUSTC_WRAPPER=$here/rustc.sh
# Flux names an old toolchain in a file; the one that is in use here will do.
if command -v rustup >/dev/null 2>&1; then
    RUSTUP_TOOLCHAIN=$(rustup show active-toolchain | cut -d ' ' -f 1)
    export RUSTUP_TOOLCHAIN
fi

step 'sources of InfluxDB' go mod download
# Finds the Flux module for Go's pkg-config lines and runs cargo there; it calls the system's pkg-config for the rest.
step 'its build tool' go build -o "$work/bin/pkg-config" github.com/influxdata/pkg-config
export PATH=$work/bin:$PATH PKG_CONFIG=$work/bin/pkg-config
step 'InfluxDB and its Flux engine' \
    go build -trimpath -tags 'sqlite_foreign_keys sqlite_json' -ldflags '-s -w' -o "$work/influxd" \
    github.com/influxdata/influxdb/v2/cmd/influxd
"$work/influxd" version >/dev/null
# Whole or not at all.
mv "$work/influxd" "$program"
