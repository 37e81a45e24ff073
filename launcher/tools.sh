# Finds what a command needs, and installs it through the system's package manager where it is missing.
# Sourced by ../statusmonitor. Written for bash 3.2, which is what macOS has.
# shellcheck shell=bash

# What is looked for is left in these.
JDK='' MAVEN='' NODE_BIN='' CHROMIUM='' POSTGRES_BIN=''
# Why a thing that is there will not do, for the message.
FOUND_BUT=''

is_root() { [ "$(id -u)" = 0 ]; }

# version_at_least 20.19.2 20.19
version_at_least() {
    local have=$1 want=$2 h w
    while [ -n "$want" ]; do
        h=${have%%.*} w=${want%%.*}
        h=${h%%[!0-9]*}
        [ "${h:-0}" -gt "$w" ] && return 0
        [ "${h:-0}" -lt "$w" ] && return 1
        case $want in *.*) want=${want#*.} ;; *) want='' ;; esac
        case $have in *.*) have=${have#*.} ;; *) have=0 ;; esac
    done
}

# The feature release of the JDK in this folder, from its `release` file: no JVM need start for it.
jdk_release() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
    local home real
    JDK=''
    if [ -n "${STATUSMONITOR_JAVA_HOME:-}" ]; then
        [ "$(jdk_release "$STATUSMONITOR_JAVA_HOME")" = 25 ] ||
            die "STATUSMONITOR_JAVA_HOME is $STATUSMONITOR_JAVA_HOME, where no JDK 25 is. Point it to one, or unset it."
        JDK=$STATUSMONITOR_JAVA_HOME
        return 0
    fi
    real=$(command -v javac 2>/dev/null) && real=$(resolve "$real") && real=${real%/bin/javac}
    for home in "${JAVA_HOME:-}" "$real" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/java/* /usr/local/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$home" ] && [ "$(jdk_release "$home")" = 25 ]; then
            JDK=$home
            return 0
        fi
    done
    return 1
}

# What Cassandra runs on; embedded-parts' Jdk17 looks where this says.
find_jdk17() {
    local home
    for home in "${JAVA_17_HOME:-}" "${JAVA_HOME_17_X64:-}" "${JAVA_HOME_17_ARM64:-}" \
        /usr/lib/jvm/*17* /opt/java/*17* /usr/java/*17* \
        "$HOME"/.sdkman/candidates/java/*17* "$HOME"/.jdks/*17* "$HOME"/.local/share/mise/installs/java/*17* \
        /Library/Java/JavaVirtualMachines/*17*/Contents/Home \
        /opt/homebrew/opt/openjdk@17/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@17/libexec/openjdk.jdk/Contents/Home; do
        if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="17[."]' "$home/release" 2>/dev/null; then
            export JAVA_17_HOME="$home"
            return 0
        fi
    done
    return 1
}

find_maven() {
    local version
    MAVEN=$(command -v mvn 2>/dev/null) || {
        for MAVEN in /opt/maven/bin/mvn /opt/*maven*/bin/mvn "$HOME"/.sdkman/candidates/maven/current/bin/mvn ''; do
            [ -x "$MAVEN" ] && break
        done
    }
    [ -n "$MAVEN" ] || return 1
    # Maven tells its version only by starting a JVM; its core jar bears it too.
    version=$(mvn_version)
    version_at_least "$version" 3.8 && return 0
    FOUND_BUT="$FOUND_BUT Maven here is ${version:-of an unknown version}; 3.8 or later is needed."
    return 1
}

mvn_version() {
    local home jar
    home=$(resolve "$MAVEN") && home=${home%/bin/mvn}
    for jar in "$home"/lib/maven-core-*.jar; do
        jar=${jar##*/maven-core-} jar=${jar%.jar}
        case $jar in [0-9].[0-9]*) printf '%s' "$jar" && return ;; esac
    done
    JAVA_HOME=${JDK:-${JAVA_HOME:-}} "$MAVEN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'
}

find_node() {
    local bin version='' candidate
    NODE_BIN=''
    for bin in "$(dirname "$(command -v node 2>/dev/null || echo /none/node)")" \
        /usr/local/bin /opt/homebrew/bin /opt/node*/bin /usr/lib/nodejs/bin \
        "$HOME"/.nvm/versions/node/*/bin "$HOME"/.local/share/mise/installs/node/*/bin; do
        [ -x "$bin/node" ] || continue
        candidate=$("$bin/node" --version 2>/dev/null)
        if version_at_least "${candidate#v}" 20.19; then
            version=$candidate
            [ -x "$bin/npm" ] && NODE_BIN=$bin && return 0
            FOUND_BUT="$FOUND_BUT Node $version is here, but its npm is not."
            return 1
        fi
        [ -n "$version" ] || version=$candidate
    done
    [ -z "$version" ] || FOUND_BUT="$FOUND_BUT Node here is $version; 20.19 or later is needed."
    return 1
}

find_chromium() {
    local name
    for name in "${STATUSMONITOR_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        /Applications/Chromium.app/Contents/MacOS/Chromium; do
        [ -n "$name" ] && CHROMIUM=$(command -v "$name" 2>/dev/null) && return 0
    done
    return 1
}

find_redis() { command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1; }

find_postgresql() {
    local initdb
    for initdb in "$(command -v initdb 2>/dev/null)" /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb \
        /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb; do
        [ -n "$initdb" ] && [ -x "$initdb" ] && POSTGRES_BIN=$(dirname "$initdb") && return 0
    done
    return 1
}

# What building InfluxDB takes. A toolchain of Go's or Rust's own making is often not on root's PATH.
find_go() {
    local bin version
    for bin in "$(dirname "$(command -v go 2>/dev/null || echo /none/go)")" /usr/local/go/bin /usr/lib/go/bin \
        /opt/homebrew/bin "$HOME"/go/bin "$HOME"/.local/share/mise/installs/go/*/bin; do
        [ -x "$bin/go" ] || continue
        version=$("$bin/go" env GOVERSION 2>/dev/null)
        if version_at_least "${version#go}" 1.23; then
            PATH=$bin:$PATH
            return 0
        fi
        FOUND_BUT="$FOUND_BUT Go here is ${version:-of an unknown version}; 1.23 or later is needed."
    done
    return 1
}

find_rust() {
    local bin version
    for bin in "$(dirname "$(command -v cargo 2>/dev/null || echo /none/cargo)")" "$HOME/.cargo/bin" /usr/local/cargo/bin; do
        [ -x "$bin/cargo" ] && [ -x "$bin/rustc" ] || continue
        version=$("$bin/rustc" --version 2>/dev/null)
        version=${version#rustc }
        if version_at_least "${version%% *}" 1.72; then
            PATH=$bin:$PATH
            return 0
        fi
        FOUND_BUT="$FOUND_BUT Rust here is ${version:-of an unknown version}; 1.72 or later is needed."
    done
    return 1
}

find_clang() { command -v clang >/dev/null 2>&1; }
find_pkgconfig() { command -v pkg-config >/dev/null 2>&1; }
find_cc() { command -v "${CC:-cc}" >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1; }

influxd_version() { sed -n 's:^require github.com/influxdata/influxdb/v2 v::p' "$ROOT/test-servers/influxd/go.mod"; }

# Leaves in INFLUXD the server of InfluxDB, or nothing in it where Docker has the image: the tests find that themselves.
find_influxd() {
    local built
    built=${XDG_CACHE_HOME:-$HOME/.cache}/statusmonitor/influxd-$(influxd_version)
    if [ -n "${INFLUXD:-}" ]; then
        [ -x "$INFLUXD" ] || die "INFLUXD is $INFLUXD, which is no program. Point it to influxd, or unset it."
    elif INFLUXD=$(command -v influxd 2>/dev/null) && [ -n "$INFLUXD" ]; then
        :
    elif docker image inspect "influxdb:$(influxd_version)" >/dev/null 2>&1; then
        INFLUXD=''
        return 0
    elif [ -x "$built" ]; then
        INFLUXD=$built
    else
        INFLUXD=''
        return 1
    fi
    export INFLUXD
}

# Builds InfluxDB once a machine where nothing else has it. Fails, with a sentence, where it cannot be.
provide_influxd() {
    find_influxd && return
    say "InfluxDB is not here (INFLUXD, PATH, Docker). It is built once for this machine, in about four minutes:"
    # In a process of its own: what is missing for it ends that and not the tests.
    (need go rust clang pkgconfig cc &&
        exec "$ROOT/test-servers/influxd/build.sh" \
            "${XDG_CACHE_HOME:-$HOME/.cache}/statusmonitor/influxd-$(influxd_version)") || return 1
    find_influxd
}

find_shellcheck() { command -v shellcheck >/dev/null 2>&1; }

# need jdk maven node …: finds these, installs what is missing or ends with the line that does.
need() {
    local thing missing=''
    FOUND_BUT=''
    for thing in "$@"; do
        "find_$thing" || missing="$missing $thing"
    done
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086 # a list of words
        install $missing
        FOUND_BUT=''
        for thing in $missing; do
            "find_$thing" || die "$(title "$thing") was installed but cannot be found.$FOUND_BUT Look at the lines above."
        done
    fi
    # What is found outside PATH goes first in it; Maven and npm call node and java by name.
    [ -z "$JDK" ] || export JAVA_HOME="$JDK" PATH="$JDK/bin:$PATH"
    [ -z "$NODE_BIN" ] || export PATH="$NODE_BIN:$PATH"
    [ -z "$CHROMIUM" ] || export STATUSMONITOR_CHROMIUM="$CHROMIUM"
    [ -z "$POSTGRES_BIN" ] || export STATUSMONITOR_POSTGRES_BIN="$POSTGRES_BIN"
}

title() {
    case $1 in
    jdk) echo 'JDK 25' ;;
    jdk17) echo 'JDK 17 (Cassandra runs on no later one)' ;;
    maven) echo 'Maven 3.8 or later' ;;
    node) echo 'Node 20.19 or later with npm' ;;
    chromium) echo 'Chromium' ;;
    redis) echo 'redis-server' ;;
    postgresql) echo 'PostgreSQL' ;;
    shellcheck) echo 'ShellCheck' ;;
    go) echo 'Go 1.23 or later' ;;
    rust) echo 'Rust 1.72 or later with cargo' ;;
    clang) echo 'clang' ;;
    pkgconfig) echo 'pkg-config' ;;
    cc) echo 'a C compiler' ;;
    esac
}

# Where a thing comes from when the distribution is too old to have it.
vendor() {
    case $1 in
    jdk) echo 'JDK 25: the package temurin-25-jdk from Eclipse Adoptium, https://adoptium.net/installation/linux/' ;;
    jdk17) echo 'JDK 17: the package temurin-17-jdk from Eclipse Adoptium, https://adoptium.net/installation/linux/ (or set JAVA_17_HOME)' ;;
    maven) echo 'Maven: the archive from the download page of the Apache Maven project, its bin folder on PATH' ;;
    node) echo 'Node: the package nodejs (22 or later) from NodeSource, https://github.com/nodesource/distributions' ;;
    chromium) echo 'Chromium: the package google-chrome-stable from https://www.google.com/chrome/ (or set STATUSMONITOR_CHROMIUM)' ;;
    redis) echo 'Redis: the package redis from https://redis.io/docs/latest/operate/oss_and_stack/install/' ;;
    postgresql) echo 'PostgreSQL: the package postgresql from https://www.postgresql.org/download/linux/' ;;
    shellcheck) echo 'ShellCheck: https://github.com/koalaman/shellcheck#installing' ;;
    go) echo 'Go: https://go.dev/doc/install, its bin folder on PATH' ;;
    rust) echo 'Rust: https://www.rust-lang.org/tools/install, its bin folder on PATH' ;;
    clang) echo 'clang: https://releases.llvm.org/' ;;
    pkgconfig) echo 'pkg-config: https://www.freedesktop.org/wiki/Software/pkg-config/' ;;
    cc) echo 'A C compiler: gcc, https://gcc.gnu.org/install/' ;;
    esac
}

package_manager() {
    local name
    for name in apt-get dnf brew; do
        command -v "$name" >/dev/null 2>&1 && echo "$name" && return
    done
}

# packages apt-get node → what that package manager calls it
packages() {
    case $1.$2 in
    apt-get.jdk) echo openjdk-25-jdk-headless ;;
    dnf.jdk) echo java-25-openjdk-devel ;;
    brew.jdk) echo openjdk@25 ;;
    apt-get.jdk17) echo openjdk-17-jdk-headless ;;
    dnf.jdk17) echo java-17-openjdk-headless ;;
    brew.jdk17) echo openjdk@17 ;;
    apt-get.node)
        # NodeSource's package has npm inside and refuses Debian's beside it.
        if has_npm_inside; then echo nodejs; else echo nodejs npm; fi ;;
    dnf.node) echo nodejs npm ;;
    brew.node) echo node ;;
    brew.chromium) echo google-chrome ;;
    apt-get.redis) echo redis-server ;;
    dnf.redis) echo valkey ;;
    brew.redis) echo redis ;;
    dnf.postgresql) echo postgresql-server ;;
    brew.postgresql) echo postgresql@17 ;;
    dnf.shellcheck) echo ShellCheck ;;
    apt-get.go) echo golang-go ;;
    dnf.go) echo golang ;;
    apt-get.rust) echo cargo rustc ;;
    dnf.rust) echo cargo rust ;;
    brew.clang) echo llvm ;;
    apt-get.pkgconfig | dnf.pkgconfig) echo pkg-config ;;
    brew.pkgconfig) echo pkgconf ;;
    apt-get.cc | dnf.cc | brew.cc) echo gcc ;;
    *) echo "$2" ;;
    esac
}

candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p'; }

has_npm_inside() { case $(candidate nodejs) in *nodesource*) true ;; *) false ;; esac; }

# Whether apt offers this thing, and new enough.
apt_offers() {
    local package version
    for package in $(packages apt-get "$1"); do
        version=$(candidate "$package")
        case $version in '' | '(none)') return 1 ;; esac
        version=${version#*:}
        case $1.$package in
        node.nodejs) version_at_least "$version" 20.19 || return 1 ;;
        maven.maven) version_at_least "$version" 3.8 || return 1 ;;
        go.golang-go) version_at_least "$version" 1.23 || return 1 ;;
        rust.rustc) version_at_least "$version" 1.72 || return 1 ;;
        # Ubuntu's is a stand-in that fetches a snap, which no container can run.
        chromium.chromium) case $version in *snap*) return 1 ;; esac ;;
        esac
    done
}

dnf_offers() {
    local package
    for package in $(packages dnf "$1"); do
        dnf -q list "$package" >/dev/null 2>&1 || dnf -q repoquery --whatprovides "$package" 2>/dev/null | grep -q . || return 1
    done
}

# Whether the package manager has this thing, as far as can be told without asking a network.
offers() {
    case $1 in
    # Without lists apt knows no package at all, which says nothing about the distribution.
    apt-get) [ -z "$(candidate maven)" ] || apt_offers "$2" ;;
    dnf) dnf_offers "$2" ;;
    *) true ;;
    esac
}

distribution() {
    # shellcheck disable=SC1091 # the system's own
    if [ -f /etc/os-release ]; then (. /etc/os-release && echo "${PRETTY_NAME:-this system}"); else uname -s; fi
}

# install_words apt-get jdk node → the command that installs them
install_words() {
    local manager=$1 thing words
    case $manager in
    apt-get) words='apt-get install -y --no-install-recommends' ;;
    dnf) words='dnf install -y --setopt=install_weak_deps=False' ;;
    brew) words='brew install' ;;
    esac
    shift
    for thing in "$@"; do words="$words $(packages "$manager" "$thing")"; done
    echo "$words"
}

# As root, or told to.
may_install() { is_root || [ -n "$YES" ]; }

# Lists of words are split on purpose below; none has blanks or patterns in it.
# shellcheck disable=SC2086
install() {
    local thing manager sudo='' as_root='' absent='' offered='' words='' titles=''
    manager=$(package_manager)
    for thing in "$@"; do titles="${titles:+$titles, }$(title "$thing")"; done
    say "Missing for this: $titles.$FOUND_BUT"
    if [ -z "$manager" ]; then
        say 'No package manager that this script knows (apt-get, dnf, brew) is here. Please install:'
        for thing in "$@"; do say "  $(vendor "$thing")"; done
        exit 1
    fi
    # Homebrew refuses to be root; the others need it.
    if [ "$manager" != brew ] && ! is_root; then
        if command -v sudo >/dev/null 2>&1; then
            sudo=sudo
        else
            as_root=yes
            # Without sudo there is nothing that --yes could do.
            YES=''
        fi
    fi

    if [ "$manager" = apt-get ] && may_install; then
        say "Refreshing the package lists: ${sudo:+$sudo }apt-get update"
        $sudo apt-get update -qq >&2 || say 'That failed; going on with the lists that are here.'
    fi
    for thing in "$@"; do
        if offers "$manager" "$thing"; then offered="$offered $thing"; else absent="$absent $thing"; fi
    done
    [ -z "$offered" ] || words="${sudo:+$sudo }$(install_words "$manager" $offered)"
    if [ -n "$absent" ]; then
        say "$(distribution) does not have this, or not new enough. Install from the vendor:"
        for thing in $absent; do say "  $(vendor "$thing")"; done
        [ -z "$words" ] || say "and the rest with this line:
  $words"
        say 'Then run the same command again.'
        exit 1
    fi
    if ! may_install; then
        [ "$manager" != apt-get ] || words="${sudo:+$sudo }apt-get update && $words"
        if [ -n "$as_root" ]; then
            say 'Install it with this line as root:'
        else
            say 'Install it with this line, or run the same command with --yes, which does it for you:'
        fi
        say "  $words"
        exit 1
    fi
    say "Installing: $words"
    if [ "$manager" = apt-get ]; then
        words="${sudo:+$sudo }env DEBIAN_FRONTEND=noninteractive ${words#sudo }"
        # A log has no use for a line a package.
        [ -t 2 ] || words="$words -qq -o Dpkg::Use-Pty=0"
    fi
    $words >&2 </dev/null || die 'The package manager could not install it; its own lines above say why.'
}
