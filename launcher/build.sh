# Builds what changed, and keeps each build in .build/app/<key>, the key being a hash over all that it is made of. So a
# running platform never has its jars changed under it, and an unchanged tree starts without Maven.
# Sourced by ../statusmonitor.
# shellcheck shell=bash

# The build that run_app runs.
APP=''
# Where `list_sources` was written to.
SOURCES=''
# What must not outlive the launcher.
CHILD=''
RUNTIME=''

modules() { sed -n 's:.*<module>\(.*\)</module>.*:\1:p' "$ROOT/pom.xml"; }

# The modules that these are made of, themselves last, from what their poms name.
closure() {
    (
        cd "$ROOT" || exit 1
        # shellcheck disable=SC2046 # a list of words
        awk -v goals="$*" '
            FNR == 1 { module = FILENAME; sub(/\/.*/, "", module); ours = 0 }
            {
                line = $0
                while (match(line, /<(groupId|artifactId)>[^<]*/)) {
                    split(substr(line, RSTART + 1, RLENGTH - 1), tag, ">")
                    line = substr(line, RSTART + RLENGTH)
                    if (tag[1] == "artifactId" && ours) needs[module] = needs[module] " " tag[2]
                    ours = tag[1] == "groupId" && tag[2] == "dev.statusmonitor"
                }
            }
            function visit(module, list, count, i) {
                if (module in seen || module == "statusmonitor") return
                seen[module] = 1
                count = split(needs[module], list, " ")
                for (i = 1; i <= count; i++) visit(list[i])
                print module
            }
            END {
                count = split(goals, goal, " ")
                for (i = 1; i <= count; i++) visit(goal[i])
            }' $(modules | sed 's:$:/pom.xml:')
    )
}

sha() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# `hash  path` of every source file.
list_sources() {
    mkdir -p "$STATE" || die "Cannot write to $STATE, where builds are kept."
    SOURCES=$STATE/sources.$$
    (
        cd "$ROOT" || exit 1
        # shellcheck disable=SC2046 # a list of words
        find pom.xml .mvn $(modules) \
            \( -name target -o -name node_modules -o -name dist -o -name '.*.sw?' -o -name '*~' \) -prune \
            -o -type f -print | LC_ALL=C sort | while IFS= read -r file; do printf '%s\0' "$file"; done |
            if command -v sha256sum >/dev/null 2>&1; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi
    ) >"$SOURCES"
}

# key MODULE…: changes when anything changes that these are made of.
key() {
    { printf '%s\n' pom.xml .mvn && closure "$@"; } |
        awk 'FNR == NR { wanted[$1]; next } { top = substr($0, 67); sub(/\/.*/, "", top); if (top in wanted) print }' - "$SOURCES" |
        sha | cut -c 1-16
}

# Leaves in APP a build of the sources as they are, made now unless it is there.
provide_app() {
    local key
    # `test` tests one build from its beginning to its end.
    APP=${STATUSMONITOR_APP:-}
    if [ -n "$APP" ] && find_jdk; then return; fi
    list_sources
    key=$(key standalone)
    APP=$STATE/app/$key
    if ! { [ -f "$APP/complete" ] && find_jdk; }; then
        need jdk maven node
        lock
        # Another launcher may have built it while this one waited.
        if [ ! -f "$APP/complete" ]; then
            build standalone
            keep_app
        fi
        unlock
    fi
    rm -f "$SOURCES"
}

newest_app() {
    local newest
    # shellcheck disable=SC2012 # the names are ours: hexadecimal
    newest=$(ls -td "$STATE"/app/*/complete 2>/dev/null | head -n 1)
    [ -n "$newest" ] && dirname "$newest"
}

run_app() {
    local cache=()
    # Of a cache that does not fit in everything the JVM takes what does; what it says about the rest helps nobody.
    [ ! -f "$APP/start.aot" ] || cache=("-XX:AOTCache=$APP/start.aot" '-Xlog:aot*=error')
    # shellcheck disable=SC2086 # a list of options
    exec "$JDK/bin/java" ${cache[@]+"${cache[@]}"} "@$APP/java.options" ${STATUSMONITOR_JAVA_OPTIONS:-} "$@"
}

# build MODULE…: Maven, for those modules of the closure that changed and what they need.
build() {
    local module changed='' started=$SECONDS
    for module in $(closure "$@"); do
        is_built "$module" && continue
        changed="$changed,$module"
        # Maven tells by times what to compile again, and a file that was put back may be older than its class; what it
        # copies for running it never takes away.
        (cd "$ROOT/$module" && rm -rf target/classes target/test-classes target/maven-status target/app)
    done
    [ -n "$changed" ] || return 0
    say "Building $(echo "${changed#,}" | sed 's/,/, /g')"
    maven "$STATE/build.log" package -T 2 -DskipTests -DskipTestCompile -pl "${changed#,}" -am ||
        fail_with_log "$STATE/build.log" 'The build failed'
    for module in $(closure "$@"); do key "$module" >"$ROOT/$module/target/built-from"; done
    say "Built in $(duration $((SECONDS - started)))."
}

# Whether what lies in the module's target folder was made by us from the sources as they are.
is_built() {
    local stamp=$ROOT/$1/target/built-from
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(key "$1")" ] &&
        [ -z "$(find "$ROOT/$1/target" -maxdepth 1 -name '*.jar' -newer "$stamp")" ]
}

# Leaves in STATUSMONITOR_CASSANDRA_JARS what a node of Cassandra is made of, which Maven fetches once.
provide_cassandra() {
    maven "$STATE/cassandra.log" process-resources -pl cassandra-node || return 1
    STATUSMONITOR_CASSANDRA_JARS=$(cat "$ROOT/cassandra-node/target/cassandra.classpath")
    export STATUSMONITOR_CASSANDRA_JARS
}

# The same where no build has been begun yet; what was found once stays found.
provide_cassandra_alone() {
    local list=$ROOT/cassandra-node/target/cassandra.classpath jar
    if [ -f "$list" ] && [ "$list" -nt "$ROOT/cassandra-node/pom.xml" ]; then
        STATUSMONITOR_CASSANDRA_JARS=$(cat "$list")
        for jar in ${STATUSMONITOR_CASSANDRA_JARS//:/ }; do [ -f "$jar" ] || STATUSMONITOR_CASSANDRA_JARS=''; done
        export STATUSMONITOR_CASSANDRA_JARS
        [ -z "$STATUSMONITOR_CASSANDRA_JARS" ] || return 0
    fi
    need jdk maven
    lock
    provide_cassandra
    local status=$?
    unlock
    return $status
}

# maven LOG ARGUMENT…: runs it with a line for each module as it ends.
maven() {
    local log=$1
    shift
    mkdir -p "$STATE"
    (cd "$ROOT" && exec "$MAVEN" -B -Dstyle.color=never "$@" 2>&1 </dev/null) | tee "$log" | show_progress
    return "${PIPESTATUS[0]}"
}

show_progress() {
    # With -T modules overlap: what is told is then of all since the line before.
    local line module='' step='' since=$SECONDS told=$SECONDS files=0 tests=0
    while IFS= read -r line; do
        case $line in
        '[INFO] Building '*'['*/*']')
            end_of_module
            module=${line#'[INFO] Building '} step=${line##*[} since=$SECONDS told=$SECONDS tests=0
            module=${module%% *} step=${step%]}
            ;;
        '[INFO] Reactor Summary'* | '[INFO] BUILD '*) end_of_module ;;
        *'Downloaded from '* | 'Downloaded from '*) files=$((files + 1)) ;;
        *'Tests run: '*' -- in '*)
            line=${line#*Tests run: }
            tests=$((tests + ${line%%,*}))
            ;;
        esac
        # Long work shows that it goes on.
        if [ -n "$module" ] && [ $((SECONDS - told)) -ge 20 ]; then
            told=$SECONDS
            say "         $module … $(duration $((SECONDS - since)))$(notes)"
        fi
    done
}

# The two below read and write the variables of show_progress, which calls them.
end_of_module() {
    [ -z "$module" ] || printf '  %5s  %-20s %s%s\n' "$step" "$module" "$(duration $((SECONDS - since)))" "$(notes)" >&2
    module='' files=0
}

notes() {
    [ "$tests" = 0 ] || printf ', %s tests' "$tests"
    [ "$files" = 0 ] || printf ', %s files downloaded' "$files"
}

duration() { if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

fail_with_log() {
    local log=$1
    say "$2:"
    grep '^\[ERROR\]' "$log" | grep -v -e '^\[ERROR\] *$' -e '-> \[Help' -e '\[Help [0-9]\]' -e 'Re-run Maven' \
        -e 'To see the full stack trace' -e 'For more information' -e 'After correcting' -e 'mvn <args>' |
        awk '!seen[$0]++' | sed "s:$ROOT/::" | head -n 25 >&2
    if grep -q -e 'Could not transfer' -e 'Unknown host' -e 'Temporary failure in name resolution' "$log"; then
        say 'Maven could not download what it needs: is this machine online, and does ~/.m2/settings.xml name your mirror or proxy?'
    fi
    if grep -q 'No space left on device' "$log"; then say 'The disk is full: free some space and run it again.'; fi
    die "The whole log: $log"
}

# One build at a time in this folder; the lock is a link that names its holder, which is made in one step.
lock() {
    local holder told=''
    until ln -s $$ "$STATE/lock" 2>/dev/null; do
        holder=$(readlink "$STATE/lock") || continue
        if ! kill -0 "$holder" 2>/dev/null && ! ps -p "$holder" >/dev/null 2>&1; then
            # Its holder died. Of several who see this one moves it away, and a slower one puts back what it took.
            mv "$STATE/lock" "$STATE/lock.$$" 2>/dev/null || continue
            [ "$(readlink "$STATE/lock.$$")" = "$holder" ] || mv "$STATE/lock.$$" "$STATE/lock"
            rm -f "$STATE/lock.$$"
            continue
        fi
        [ -n "$told" ] || say "Process $holder is building here already; waiting for it."
        told=yes
        sleep 1
    done
}

unlock() { [ "$(readlink "$STATE/lock" 2>/dev/null)" != $$ ] || rm -f "$STATE/lock"; }

# At the end, whatever it is: nothing is left behind.
tidy() {
    [ -z "$CHILD" ] || kill -KILL "$CHILD" 2>/dev/null
    [ -z "$RUNTIME" ] || kill -KILL "$RUNTIME" 2>/dev/null
    unlock
    rm -rf "$STATE"/*.$$
}

# Copies what the build left for running, out of the way of the next build.
keep_app() {
    copy_app "$ROOT/standalone/target/app"
    remove_old_apps
}

# copy_app FROM: makes APP a copy of it that starts from where it lies.
copy_app() {
    local from=$1 jar path=''
    [ -f "$from/agent-all.jar" ] && [ -f "$from/jvm.options" ] || die "The build left no $from."
    rm -rf "$APP"
    mkdir -p "$APP" && cp -Rp "$from/." "$APP/" || die "Cannot copy the build to $APP; is the disk full?"
    rm -f "$APP/complete" "$APP/start.aot"
    # In a fixed order, which the cache below depends on.
    for jar in "$APP"/lib/*.jar; do path=$path:$jar; done
    { cat "$from/jvm.options" && printf -- '-cp "%s"\n' "${path#:}"; } >"$APP/java.options"
    # Neither needs the other, and each keeps one processor busy.
    provide_agent_runtime &
    RUNTIME=$!
    say 'Making a cache that lets it start faster'
    # A cache that could not be made costs some seconds at each start and nothing else.
    make_start_cache || say "It could not be made ($STATE/cache.log says why); it starts without."
    wait "$RUNTIME" || say 'There is no Java runtime for agents; hosts without Java need one of their own.'
    RUNTIME=''
    touch "$APP/complete"
}

# For hosts without Java: what the agent needs of this JDK, for systems like this one. Made once for each JDK, since it
# takes longer than most builds.
provide_agent_runtime() {
    local name kept making=$STATE/runtime.$$ modules=java.base
    name=statusmonitor-runtime-$(agent_system).tar.gz
    kept=$STATE/runtime/$(sha <"$JDK/release" | cut -c 1-16)-$name
    if [ ! -f "$kept" ]; then
        say 'Making a Java runtime for agents'
        # What reads macOS through JNA needs more than what reads Linux by its files.
        [ "$(uname -s)" = Linux ] || modules=java.base,java.logging,java.management,java.desktop
        mkdir -p "$STATE/runtime" &&
            "$JDK/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
                --generate-cds-archive --output "$making" >"$STATE/runtime.log" 2>&1 &&
            tar -C "$making" -cf - . | gzip -9 >"$kept.$$" &&
            # Agents of a whole network fetch it from here.
            [ "$(wc -c <"$kept.$$")" -le 50000000 ] &&
            mv "$kept.$$" "$kept"
        rm -rf "$making" "$kept.$$"
    fi
    # Beside the jar is where the platform looks for it.
    [ -f "$kept" ] && cp "$kept" "$APP/$name"
}

# As the installer of agents names a system, see `system_name` there.
agent_system() {
    local os=linux arch libc
    case $(uname -s) in Darwin) os=macos ;; esac
    for libc in /lib/ld-musl-*; do [ ! -e "$libc" ] || os=linux-musl; done
    arch=$(uname -m)
    case $arch in x86_64 | amd64) arch=x64 ;; aarch64 | arm64) arch=aarch64 ;; esac
    echo "$os-$arch"
}

# The newest three are kept, for who goes back and forth between branches; none is taken away from a running platform.
remove_old_apps() {
    local running app
    # A small system has no ps, and macOS no /proc.
    running=$(if command -v ps >/dev/null 2>&1; then ps -axo args; else cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' '; fi)
    # shellcheck disable=SC2012 # the names are ours: hexadecimal
    ls -td "$STATE"/app/* | tail -n +4 | while IFS= read -r app; do
        case $running in *"$app"*) ;; *) rm -rf "$app" ;; esac
    done
}

# For services apart, the same for each service; made before they are first started from a build, since few ever are.
provide_service_caches() {
    [ ! -f "$APP/services/tried" ] || return 0
    lock
    if [ ! -f "$APP/services/tried" ]; then
        say 'Making a cache for each service that lets it start faster'
        "$JDK/bin/java" "@$APP/java.options" dev.statusmonitor.standalone.apart.StartCaches >"$STATE/service-caches.log" 2>&1 ||
            say "Not all could be made ($STATE/service-caches.log says why); those services start without."
        touch "$APP/services/tried"
    fi
    unlock
}

# Starts the platform once, on a folder of its own, and lets the JVM write down what it loaded and linked (JEP 514).
make_start_cache() {
    local data=$STATE/first-start.$$ began=$SECONDS
    "$JDK/bin/java" -XX:AOTCacheOutput="$APP/start.aot" -Xlog:aot*=error "@$APP/java.options" \
        dev.statusmonitor.standalone.StatusMonitor up --data "$data" --port 0 --no-agent \
        >"$STATE/cache.log" 2>&1 </dev/null &
    CHILD=$!
    until grep -q 'is ready at' "$STATE/cache.log" || ! kill -0 "$CHILD" 2>/dev/null || [ $((SECONDS - began)) -ge 120 ]; do
        sleep 0.2
    done
    kill -TERM "$CHILD" 2>/dev/null
    wait "$CHILD"
    CHILD=''
    rm -rf "$data" "$APP/start.aot.config"
    # A start that was cut short makes a smaller cache, which serves as well as it can.
    [ -s "$APP/start.aot" ]
}
