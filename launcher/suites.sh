# Runs the suites of `./statusmonitor test` one after the other and adds up their JUnit reports.
# Sourced by ../statusmonitor.
# shellcheck shell=bash

ALL_SUITES='unit integration dashboard browser faults security checks'
# Only where it is named.
MORE_SUITES='cluster'

tools_of() {
    case $1 in
    integration) echo redis postgresql ;;
    faults) echo postgresql ;;
    cluster) echo postgresql jdk17 ;;
    browser) echo chromium ${STATUSMONITOR_APART:+postgresql} ;;
    checks) echo shellcheck ;;
    esac
}

reports_of() {
    case $1 in
    unit) ls "$ROOT"/*/target/surefire-reports/TEST-*.xml | grep -v FuzzTest.xml ;;
    integration) ls "$ROOT"/*/target/failsafe-reports/TEST-*.xml ;;
    dashboard) ls "$ROOT"/dashboard/target/vitest-reports/TEST-*.xml ;;
    security) ls "$ROOT"/end-to-end-tests/target/security-reports/TEST-*.xml "$ROOT"/*/target/surefire-reports/TEST-*FuzzTest.xml ;;
    faults) ls "$ROOT"/end-to-end-tests/target/faults-reports/TEST-*.xml "$ROOT"/end-to-end-tests/target/apart-reports/TEST-*.xml ;;
    browser) ls "$ROOT"/end-to-end-tests/target/browser-reports/TEST-*.xml ;;
    cluster) ls "$ROOT"/*/target/failsafe-reports/TEST-*ClusterIT.xml "$ROOT"/*/target/failsafe-reports/TEST-*.CassandraSampleStoreIT.xml "$ROOT"/*/target/failsafe-reports/TEST-*.CassandraTiersIT.xml "$ROOT"/end-to-end-tests/target/cluster-reports/TEST-*.xml ;;
    esac 2>/dev/null
    # What the launcher itself has to say about it.
    ls "$ROOT"/target/launcher-reports/TEST-"$1".xml 2>/dev/null
}

test_command() {
    local argument suite suites='' tools='' started=$SECONDS
    for argument in "$@"; do
        case " $ALL_SUITES $MORE_SUITES --long --apart " in
        *" $argument "*) ;;
        *) die "There is no suite '$argument'. Suites are ${ALL_SUITES// /, } and $MORE_SUITES; --long runs them in their long form, --apart browser and faults on services apart." ;;
        esac
        case $argument in
        --long) export STATUSMONITOR_LONG=true ;;
        --apart) export STATUSMONITOR_APART=2 ;;
        *) suites="$suites $argument" ;;
        esac
    done
    if [ -n "${STATUSMONITOR_APART:-}" ]; then
        case " ${suites:-all} " in
        *' all '* | *' unit '* | *' integration '* | *' dashboard '* | *' security '* | *' checks '* | *' cluster '*)
            die 'Only browser and faults run on services apart: ./statusmonitor test browser faults --apart'
            ;;
        esac
    fi
    for suite in ${suites:-$ALL_SUITES}; do tools="$tools $(tools_of "$suite")"; done
    # shellcheck disable=SC2086 # a list of words
    need jdk maven node $tools

    # The sum at the end is over this run alone.
    for suite in build $ALL_SUITES $MORE_SUITES; do reports_of "$suite"; done | while IFS= read -r report; do rm -f "$report"; done
    mkdir -p "$ROOT/target/launcher-reports" "$STATE"

    INFLUXDB_LEFT_OUT=''
    case " ${suites:-$ALL_SUITES} " in
    *' integration '* | *' faults '* | *' security '*) provide_influxd || INFLUXDB_LEFT_OUT=yes ;;
    *' browser '*) [ -z "${STATUSMONITOR_APART:-}" ] || provide_influxd || die 'Without InfluxDB there is no --apart.' ;;
    esac

    case " ${suites:-$ALL_SUITES} " in
    *' browser '* | *' faults '* | *' security '* | *' cluster '*)
        run_suite build
        # One build is tested from beginning to end, whatever is edited meanwhile.
        if [ "$(reports_of build | sum)" = "$NOTHING" ]; then provide_app && export STATUSMONITOR_APP="$APP"; else suites=build; fi
        ;;
    esac
    # The JVM's second compiler takes a third of a start, which a platform of a minute's life never gets back.
    [ -n "${STATUSMONITOR_LONG:-}" ] || export STATUSMONITOR_JAVA_OPTIONS=-XX:TieredStopAtLevel=1
    for suite in ${suites:-$ALL_SUITES}; do [ "$suite" = build ] || run_suite "$suite"; done

    say ''
    # Once more: by now they are far above.
    for suite in ${suites:-$ALL_SUITES}; do reports_of "$suite" | failures | sed "s/^/$suite:/"; done
    for suite in ${suites:-$ALL_SUITES}; do printf '%-12s %s\n' "$suite:" "$(reports_of "$suite" | sum)"; done
    case " ${suites:-$ALL_SUITES} " in *' integration '*) servers_used "$STATE/integration.log" ;; esac
    printf 'in %s\n' "$(duration $((SECONDS - started)))"
    [ -z "$INFLUXDB_LEFT_OUT" ] || say 'The tests on InfluxDB did not run: no influxd was found and none could be built. The lines at the top say what to install.'
    argument=$(for suite in ${suites:-$ALL_SUITES}; do reports_of "$suite"; done | sum)
    printf '%s\n' "$argument"
    case $argument in *' 0 failed'*) ;; *) return 1 ;; esac
}

NOTHING='0 passed, 0 failed, 0 skipped'

run_suite() {
    local suite=$1 started=$SECONDS status counted
    CASES=$STATE/$suite.cases
    rm -f "$CASES"
    say ''
    say "== $suite"
    # In a process of its own, so that one that gives up does not end the others.
    ("suite_$suite")
    status=$?
    unlock
    counted=$(reports_of "$suite" | sum)
    # What broke before it could be reported, and what ran nothing, is a failure too.
    if [ ! -s "$CASES" ]; then
        case $status.$suite.$counted in
        0.build.*) ;;
        0.*."$NOTHING") record "$suite" failed "no test ran; see $STATE/$suite.log" ;;
        0.* | *', 0 failed'*) [ $status = 0 ] || record "$suite" failed "ended with exit code $status; see $STATE/$suite.log" ;;
        esac
    fi
    write_cases "$suite"
    reports_of "$suite" | failures >&2
    say "$suite: $(reports_of "$suite" | sum), in $(duration $((SECONDS - started)))"
}

suite_build() { provide_app; }

# In Maven a failed test does not stop the modules after it: the reports tell what failed.
suite_unit() { maven_tests unit package '-Dfuzz.excluded=**/*FuzzTest.java' -T 2; }

suite_integration() {
    # Elsewhere the last lines say it; CI never is such a run.
    if [ -n "$INFLUXDB_LEFT_OUT" ] && [ "${CI:-}" = true ]; then
        record InfluxDB failed 'no influxd was found and none could be built, so the tests on InfluxDB did not run'
    fi
    # Much of it is waiting for servers, so two modules at a time are done sooner.
    maven_tests integration verify -DskipUnitTests -T 2
}

# The history's suites on one node of Cassandra, copies from store to store, then three nodes that are killed one after the
# other under load, then services apart on one.
suite_cluster() {
    local status
    maven_tests cluster verify -DskipUnitTests -pl history-service,test-servers,benchmarks -am '-Dit.test=Cassandra*IT,*ClusterIT' \
        -Dfailsafe.failIfNoSpecifiedTests=false
    status=$?
    # The table, without what was logged meanwhile.
    sed -n '/^phase | writes/,/as many stored$/p; /^copied a year/p' "$STATE/cluster.log" | grep -e ' | ' -e 'as many stored$' -e '^copied a year'
    provide_cassandra_alone && npm_run end-to-end-tests test:cluster cluster-apart || status=1
    return $status
}

# servers_used LOG: which servers the integration tests ran on, as they said when they started them.
servers_used() {
    awk '
        match($0, /Test(Postgres|InfluxDb|Cassandra): .*, port [0-9]+$/) {
            said = substr($0, RSTART + 4, RLENGTH - 4)
            sub(/, port [0-9]+$/, "", said)
            if (!(said in seen)) { seen[said]; list = list "; " said }
        }
        END { print "integration ran on " (list == "" ? "no server" : substr(list, 3)) "; Kafka and Redis are those that the platform starts itself" }' "$1"
}

maven_tests() {
    local suite=$1 status
    shift
    lock
    maven "$STATE/$suite.log" "$@" -Dmaven.test.failure.ignore=true -Dsurefire.timeout=600 -Dfailsafe.timeout=900
    status=$?
    unlock
    [ $status = 0 ] || errors_in "$STATE/$suite.log" >&2
    return $status
}

suite_dashboard() { npm_run dashboard test dashboard; }
suite_browser() {
    if [ -z "${STATUSMONITOR_APART:-}" ]; then
        npm_run end-to-end-tests test:browser browser --fileParallelism --maxWorkers=2
    else
        # Two platforms of a dozen processes each would keep each other from starting.
        provide_service_caches
        npm_run end-to-end-tests test:browser browser
    fi
}

# In one process, and shortly with services apart; or with services apart alone, in whole.
suite_faults() {
    # influxd itself is needed: Docker's image is the tests' alone.
    if [ -n "${STATUSMONITOR_APART:-}" ]; then
        [ -n "${INFLUXD:-}" ] || die 'Without influxd there is no --apart.'
        # For the whole form alone: the short one starts once, and five caches cost more than that saves.
        provide_service_caches
        npm_run end-to-end-tests test:apart faults-apart
    elif [ -n "${INFLUXD:-}" ]; then
        npm_run end-to-end-tests test:faults faults --project apart
    else
        say 'Services apart are not tested: influxd is not here as a program.'
        npm_run end-to-end-tests test:faults faults
    fi
}

# The platform from outside, then what reads strangers' bytes: by the corpus, in the long form by new inputs as well, each
# in a JVM of its own since Jazzer takes one a process.
suite_security() {
    local status=0 forks=-DreuseForks=true
    npm_run end-to-end-tests test:security security || status=1
    if [ -n "${STATUSMONITOR_LONG:-}" ]; then
        export JAZZER_FUZZ=1
        forks=-DreuseForks=false
    fi
    maven_tests fuzz test '-Dtest=*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
        -pl service-starter,ingestion-service,history-service -am "$forks" || status=1
    return $status
}

# npm_run FOLDER SCRIPT LOG [ARGUMENT…]
npm_run() {
    local folder=$1 script=$2 log=$3
    shift 3
    install_packages "$folder" && (cd "$ROOT/$folder" && NO_COLOR=1 npm run --silent "$script" -- "$@" 2>&1 </dev/null) | tee "$STATE/$log.log" >&2
}

# npm leaves this file when it has installed what the lock file says.
install_packages() {
    local folder=$ROOT/$1
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && return
    say "Installing the packages of $1"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error </dev/null) >&2
}

# Each check is a test: it passes, or its output says why not.
suite_checks() {
    local folder
    check 'Java is formatted' "$MAVEN" -q -B -f "$ROOT/pom.xml" spotless:check
    for folder in dashboard end-to-end-tests; do
        check "$folder: packages" install_packages "$folder"
        check "$folder: biome and types" in_folder "$folder" npm run --silent check
    done
    # Its packages were installed above.
    check 'Kubernetes: the manifests' in_folder end-to-end-tests npm run --silent manifests
    check 'ShellCheck' in_folder . shellcheck -x statusmonitor .ci/run deploy/docker/run deploy/docker/healthy deploy/docker/operate deploy/docker/take-apart deploy/compose/make-secrets \
        agent/src/main/resources/dev/statusmonitor/agent/install/install.sh test-servers/influxd/build.sh test-servers/influxd/rustc.sh
    # Where there is no systemd, what could be checked is named.
    if command -v systemd-analyze >/dev/null 2>&1; then
        check 'The service: systemd reads its unit' service_unit
    else
        check 'The service: its unit is made (no systemd-analyze here to read it)' service_unit
    fi
    check 'No lock file names a download address' in_folder . no_addresses dashboard/package-lock.json end-to-end-tests/package-lock.json
}

in_folder() { (cd "$ROOT/$1" && shift && "$@"); }

service_unit() {
    local folder=$STATE/unit.$$
    mkdir -p "$folder" && "$ROOT/statusmonitor" install --dry-run --port 443 >"$folder/statusmonitor.service" || return 1
    grep -q '^AmbientCapabilities=CAP_NET_BIND_SERVICE$' "$folder/statusmonitor.service" || return 1
    ! command -v systemd-analyze >/dev/null 2>&1 || systemd-analyze verify "$folder/statusmonitor.service"
}

no_addresses() { cat "$@" >/dev/null && ! grep -n '"resolved": *"http' "$@"; }

check() {
    local name=$1 log=$STATE/check.log since=$SECONDS
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        say "  ✓ $name"
        record "$name" passed '' $((SECONDS - since))
    else
        say "  ✗ $name"
        head -n 40 "$log" >&2
        record "$name" failed "$(head -n 40 "$log")" $((SECONDS - since))
    fi
}

# record NAME passed|failed MESSAGE SECONDS: one more test case of the launcher's own report.
record() {
    {
        printf '<testcase classname="launcher" name="%s" time="%s">' "$(xml "$1")" "${4:-0}"
        [ "$2" = passed ] || printf '<failure message="%s"/>' "$(xml "$3")"
        printf '</testcase>\n'
    } >>"$CASES"
}

# As text of XML: what it cannot hold left out.
xml() { printf '%s' "$1" | tr -d '\000-\010\013-\037' | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'; }

write_cases() {
    [ -s "$CASES" ] || return 0
    {
        printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="%s" tests="%s" failures="%s" errors="0" skipped="0">\n' \
            "$1" "$(grep -c '<testcase' "$CASES")" "$(grep -c '<failure' "$CASES")"
        cat "$CASES"
        printf '</testsuite>\n'
    } >"$ROOT/target/launcher-reports/TEST-$1.xml"
    rm -f "$CASES"
}

# Reads names of reports, prints `N passed, N failed, N skipped`.
sum() {
    tr '\n' '\0' | xargs -0 cat /dev/null | awk '
        BEGIN { RS = "<testsuite[ \n]" }
        function number(name) { return match($0, "(^|[ \n])" name "=\"[0-9]+") ? substr($0, RSTART + index(substr($0, RSTART), "\""), RLENGTH) + 0 : 0 }
        NR > 1 {
            sub(/>.*/, "")
            bad = number("failures") + number("errors")
            failed += bad; skipped += number("skipped"); passed += number("tests") - bad - number("skipped")
        }
        END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
}

# Reads names of reports, prints each failed test with its message on one line and the first line of ours in its trace.
failures() {
    tr '\n' '\0' | xargs -0 cat /dev/null | awk '
        BEGIN { RS = "<testcase[ \n]" }
        function text(name) {
            if (!match($0, "(^|[ \n])" name "=\"[^\"]*")) return ""
            s = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", s)
            gsub(/(&#10;|&#9;|&#13;|[ \n\t])+/, " ", s); sub(/^ /, "", s)
            gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;|&#39;/, "\047", s); gsub(/&amp;/, "\\&", s)
            return substr(s, 1, 300)
        }
        function place() {
            if (match($0, /at [^ \n]*dev\.statusmonitor\.[^\n]*\([A-Za-z]+\.java:[0-9]+\)/)) {
                s = substr($0, RSTART, RLENGTH); sub(/.*\(/, " (", s); return s
            }
            if (match($0, /❯ [^\n]*\.tsx?:[0-9]+/)) { s = substr($0, RSTART, RLENGTH); sub(/.* /, "", s); return " (" s ")" }
        }
        NR > 1 && match($0, /^[^>]*[^\/]>[ \n\r\t]*<(failure|error)[ >\/]/) { print "  ✗ " text("classname") " " text("name") ": " text("message") place() }'
}
