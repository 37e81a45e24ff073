#!/bin/sh
# Stands before rustc while build.sh builds InfluxDB's Flux engine: newer Rusts make errors of two of its warnings, in a
# crate that RUSTFLAGS does not reach, since it is a build dependency too.
for argument; do
    case $argument in --cap-lints | --cap-lints=*) exec "$@" ;; esac
done
exec "$@" --cap-lints=warn
