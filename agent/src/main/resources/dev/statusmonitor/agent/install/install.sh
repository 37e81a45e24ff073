#!/bin/sh
# Installs StatusMonitor's agent on this machine, and looks after it from then on. The platform serves this file as
# /agent/install.sh; it stays on the machine as the command `statusmonitor-agent`. POSIX sh: Linux and macOS.
#
# As root it makes, and `statusmonitor-agent uninstall` takes away again:
#   /opt/statusmonitor-agent      the program: a jar, a Java runtime for it alone, its options, this script
#   /etc/statusmonitor-agent      agent.properties, the settings; nothing in it is secret
#   /var/lib/statusmonitor-agent  what the agent keeps, readable by it alone: the machine's private key first of all
#   /usr/local/bin/statusmonitor-agent, a service named statusmonitor-agent, and a user of that name without any rights
# With --home DIR all of it is in DIR, nothing else is touched, and it runs as whoever runs it.
#
# The agent opens no port and takes no orders: it reads the system's figures, and sends them to the platform.
set -eu
umask 022

NAME=statusmonitor-agent
LABEL=dev.statusmonitor.agent
JAR=statusmonitor-agent.jar

usage() {
    cat <<'END'
sh install.sh --platform URL [options]     install the agent and start it

  --platform URL    the platform's address, such as https://monitor.example.org
  --name NAME       what to call this machine there, by default its own name
  --ca-file FILE    whose certificates the platform's is checked by, in PEM, instead of the system's
  --home DIR        install into DIR for this user alone, without a service (also: STATUSMONITOR_HOME)
  --java FILE       run it by this Java, 17 or later, instead of the platform's runtime or one that is found
  --no-start        install, enrol and try it, and leave it stopped

  The enrolment code is taken from the variable STATUSMONITOR_CODE, since everybody on a machine can read command lines.

statusmonitor-agent status                 what is installed and whether it runs; exit status 0 only if it does
statusmonitor-agent run                    run it in the foreground, where there is no service manager
statusmonitor-agent update                 the platform's present version; the machine's identity stays
statusmonitor-agent uninstall              stop it and remove all of it
statusmonitor-agent show systemd|openrc|launchd   print the service's definition
END
}

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
    warn "$@"
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# ---- where things are

# Sets the variables that name all places; `home` is empty for an installation of the whole machine.
lay_out() {
    if [ -n "$home" ]; then
        program=$home/program settings=$home/agent.properties state=$home/state link=$home/$NAME
        user='' manager=none
        return
    fi
    program=/opt/$NAME settings=/etc/$NAME/agent.properties state=/var/lib/$NAME link=/usr/local/bin/$NAME
    user=$NAME log=/var/log/$NAME.log
    case $(uname -s) in
    Darwin) manager=launchd user=_statusmonitor unit=/Library/LaunchDaemons/$LABEL.plist ;;
    *)
        if [ -d /run/systemd/system ]; then
            manager=systemd unit=/etc/systemd/system/$NAME.service
        elif [ -d /run/openrc ] && have rc-service; then
            manager=openrc unit=/etc/init.d/$NAME
        else
            manager=none unit=''
        fi
        ;;
    esac
}

# What a line of the settings says: setting platform
setting() { [ ! -r "$settings" ] || sed -n "s/^$1=//p" "$settings" | tail -n 1; }

# ---- download

# fetch URL FILE
fetch() {
    if have curl; then
        curl -fsSL --retry 2 ${ca_file:+--cacert "$ca_file"} -o "$2" "$1"
    elif have wget; then
        # The small wget of BusyBox cannot be told whom to trust.
        wget -q ${ca_file:+--ca-certificate="$ca_file"} -O "$2" "$1"
    else
        die 'To download the agent, curl or wget is needed. Install one of them and run this again.'
    fi
}

sha256() {
    if have sha256sum; then
        sha256sum "$1"
    elif have shasum; then
        shasum -a 256 "$1"
    else
        openssl dgst -sha256 -r "$1"
    fi | cut -c 1-64
}

# fetch_checked NAME FILE: a file of the platform, whose checksum is the one that the platform says.
fetch_checked() {
    fetch "$platform/agent/$1.sha256" "$2.sha256" || die "$platform/agent/$1.sha256 could not be downloaded. Is this the platform's address, and can this machine reach it?"
    fetch "$platform/agent/$1" "$2" || die "$platform/agent/$1 could not be downloaded. Run this again."
    [ "$(sha256 "$2")" = "$(cut -c 1-64 "$2.sha256")" ] ||
        die "The download of $1 is damaged: its SHA-256 is not the one that the platform names. Run this again."
    rm -f "$2.sha256"
}

# ---- Java

# As the platform names its runtimes: linux-x64, linux-musl-aarch64, macos-aarch64.
system_name() {
    case $(uname -s) in
    Linux) os=linux && for libc in /lib/ld-musl-*; do [ ! -e "$libc" ] || os=linux-musl; done ;;
    Darwin) os=macos ;;
    *) os=$(uname -s) ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    *) arch=$(uname -m) ;;
    esac
    printf '%s-%s\n' "$os" "$arch"
}

# The feature release of a Java, such as 21; nothing where it is none.
java_release() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }

# Prints the newest Java of this machine that is 17 or later.
find_java() {
    best='' best_release=16
    on_path=$(command -v java || :)
    for candidate in "${JAVA_HOME:-/none}/bin/java" "${on_path:-/none}" /usr/lib/jvm/*/bin/java /opt/java/*/bin/java \
        /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
        [ -x "$candidate" ] || continue
        release=$(java_release "$candidate")
        if [ "${release:-0}" -gt "$best_release" ] 2>/dev/null; then best=$candidate best_release=$release; fi
    done
    [ -z "$best" ] || printf '%s\n' "$best"
}

# provide_java DIR: makes DIR/java, the Java that will run the agent.
provide_java() {
    if [ -n "$java_option" ]; then
        release=$(java_release "$java_option")
        [ "${release:-0}" -ge 17 ] 2>/dev/null || die "$java_option is no Java 17 or later."
        ln -s "$java_option" "$1/java"
        return
    fi
    system=$(system_name)
    if fetch "$platform/agent/statusmonitor-runtime-$system.tar.gz.sha256" "$1/probe" 2>/dev/null; then
        say "Downloading the Java runtime for $system."
        rm -f "$1/probe"
        fetch_checked "statusmonitor-runtime-$system.tar.gz" "$1/runtime.tar.gz"
        mkdir "$1/runtime"
        gzip -dc "$1/runtime.tar.gz" | (cd "$1/runtime" && tar -xf -) || die "The Java runtime could not be unpacked into $1. Is the disk full?"
        rm -f "$1/runtime.tar.gz"
        if [ -n "$(java_release "$1/runtime/bin/java")" ]; then
            ln -s runtime/bin/java "$1/java"
            return
        fi
        warn "The platform's Java runtime does not run on this system; looking for a Java that is here."
        rm -rf "$1/runtime"
    fi
    rm -f "$1/probe"
    found=$(find_java)
    [ -n "$found" ] || die "The agent needs Java 17 or later. There is none on this machine, and the platform has no runtime for $system.
Install one, and run this again: $(how_to_get_java)"
    say "Running by the Java of this machine: $found"
    ln -s "$found" "$1/java"
}

how_to_get_java() {
    if have apt-get; then
        echo 'apt-get install --no-install-recommends default-jre-headless'
    elif have dnf; then
        echo 'dnf install java-latest-openjdk-headless'
    elif have apk; then
        echo 'apk add openjdk21-jre-headless'
    elif have zypper; then
        echo 'zypper install java-21-openjdk-headless'
    elif have brew; then
        echo 'brew install --cask temurin'
    else
        echo 'see https://adoptium.net'
    fi
}

# ---- the program

# Puts the platform's present agent into a new folder and tries whether it starts; only then the old one is replaced.
provide_program() {
    rm -rf "$program.new"
    mkdir -p "$program.new" || die "$program.new cannot be made."
    say "Downloading the agent from $platform."
    fetch_checked "$JAR" "$program.new/$JAR"
    fetch_checked install.sh "$program.new/$NAME"
    chmod 755 "$program.new/$NAME"
    provide_java "$program.new"
    "$program.new/java" -jar "$program.new/$JAR" --java-options >"$program.new/java.options" ||
        die "The agent does not start by $program.new/java; what it said stands above."
}

replace_program() {
    rm -rf "$program.old"
    [ ! -d "$program" ] || mv "$program" "$program.old"
    mv "$program.new" "$program"
    rm -rf "$program.old" "$state/agent.cache"
    mkdir -p "$(dirname "$link")"
    ln -sf "$program/$NAME" "$link"
}

make_user() {
    [ -n "$user" ] || return 0
    id "$user" >/dev/null 2>&1 && return
    if [ "$(uname -s)" = Darwin ]; then
        # A free id among those that the login window does not show.
        uid=300
        while dscl . -list /Users UniqueID | grep -q "[[:space:]]$uid\$"; do uid=$((uid + 1)); done
        dscl . -create "/Users/$user" UniqueID "$uid" &&
            dscl . -create "/Users/$user" PrimaryGroupID 20 &&
            dscl . -create "/Users/$user" UserShell /usr/bin/false &&
            dscl . -create "/Users/$user" NFSHomeDirectory /var/empty &&
            dscl . -create "/Users/$user" IsHidden 1
    elif have useradd; then
        useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$user"
    else
        addgroup -S "$user" && adduser -S -D -H -h "$state" -s /sbin/nologin -G "$user" "$user"
    fi || die "The user $user, who runs the agent, could not be made."
}

make_state() {
    if [ ! -d "$state" ]; then (umask 077 && mkdir -p "$state"); fi
    # Also where it was left by an installation whose user had another number.
    [ -z "$user" ] || chown -Rh "$user" "$state"
    chmod 700 "$state"
}

write_settings() {
    mkdir -p "$(dirname "$settings")"
    {
        echo '# What docs/agent.md names may stand here, as name=value. A variable STATUSMONITOR_… counts before it.'
        echo "platform=$platform"
        echo "identity=$state/identity"
        # What was set by hand stays.
        [ ! -r "$settings" ] || sed -e '/^#/d' -e '/^platform=/d' -e '/^identity=/d' ${host_name:+-e '/^name=/d'} ${ca_file:+-e '/^ca-file=/d'} "$settings"
        [ -z "$host_name" ] || echo "name=$host_name"
        [ -z "$ca_file" ] || echo "ca-file=$ca_file"
    } >"$settings.new"
    mv "$settings.new" "$settings"
}

# ---- running

# Runs a program in place of this one, as the agent's user.
exec_as_user() {
    if [ -z "$user" ] || [ "$(id -un)" = "$user" ]; then exec "$@"; fi
    is_root || die "The agent runs as the user $user; only root can start it."
    if setpriv --reuid "$user" --clear-groups true 2>/dev/null; then
        exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --no-new-privs "$@"
    elif [ "$(uname -s)" = Darwin ]; then
        exec sudo -n -E -u "$user" "$@"
    fi
    # shellcheck disable=SC2016 # its own arguments, for the shell that su starts
    exec su -m -s /bin/sh "$user" -c 'exec "$@"' -- sh "$@"
}

# The words that start the agent, one argument each: java_words EXTRA…, then "$@" has them.
exec_agent() {
    cd /
    [ -n "$home" ] || HOME=$state
    export HOME
    exec_as_user "$program/java" "@$program/java.options" "$@" -jar "$program/$JAR" --config "$settings"
}

# Enrols, sends for some seconds, and ends, so that whoever installs it sees that it works. The code is in the
# environment of this one process and in no file. Meanwhile Java writes down which classes it loaded, which makes each
# start after this one quicker and the agent smaller.
first_run() {
    said=$(mktemp)
    release=$(java_release "$program/java")
    if [ "${release:-0}" -ge 25 ]; then make=-XX:AOTCacheOutput use=-XX:AOTCache; else make=-XX:ArchiveClassesAtExit use=-XX:SharedArchiveFile; fi
    say 'Trying it: it enrols, and sends the first samples.'
    # shellcheck disable=SC2030 # meant for this process alone
    (
        if [ -n "$code" ]; then export STATUSMONITOR_CODE="$code"; fi
        exec_agent "$make=$state/agent.cache" -Xlog:disable -Xlog:all=error:stderr
    ) >"$said" 2>&1 </dev/null &
    first=$!
    trap 'kill "$first" 2>/dev/null; rm -f "$said"; exit 130' INT TERM HUP
    waited=0
    until grep -q 'Sending a sample each second' "$said" || ! kill -0 "$first" 2>/dev/null || [ "$waited" -ge 60 ]; do
        sleep 1
        waited=$((waited + 1))
    done
    if ! grep -q 'Sending a sample each second' "$said"; then
        kill "$first" 2>/dev/null || :
        wait "$first" || :
        warn "The agent is installed, but could not send anything:"
        # Without what Java says of its own affairs, unless it says nothing else.
        { grep -E ' (INFO|WARN|ERROR) ' "$said" || cat "$said"; } | tail -n 5 >&2
        rm -f "$said" "$state/agent.cache"
        trap - INT TERM HUP
        return 1
    fi
    # Everything that it does each second, and what it does every five.
    sleep 7
    kill "$first" || :
    wait "$first" || :
    trap - INT TERM HUP
    # The words of its log behind time and level.
    sed -n -e 's/^.* INFO \(Enrolled .*\)$/\1/p' -e 's/^.* INFO \(Sending a .*\)$/\1/p' "$said"
    rm -f "$said"
    if [ -s "$state/agent.cache" ]; then printf '"%s=%s"\n' "$use" "$state/agent.cache" >>"$program/java.options"; fi
}

# Process ids are used again, so what runs under the one that was written down must be the agent.
running_pid() {
    pid=$(cat "$state/agent.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
    if [ -d /proc/self ]; then
        words=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
    else
        words=$(ps -p "$pid" -o args=) || return 1
    fi
    case $words in *"$program/$JAR"*) printf '%s\n' "$pid" ;; *) return 1 ;; esac
}

run() {
    [ -d "$program" ] || die 'The agent is not installed here.'
    if pid=$(running_pid); then die "It runs already, as process $pid."; fi
    # It stays the same process until its end. A file of this name is made here or not at all: the folder is the agent's,
    # and root must not write through a link that somebody put there.
    if [ -w "$state" ]; then
        rm -f "$state/agent.pid"
        (set -C && echo $$ >"$state/agent.pid")
    fi
    # shellcheck disable=SC2031 # see first_run
    if [ -n "$code" ]; then export STATUSMONITOR_CODE="$code"; fi
    exec_agent
}

# ---- the service

systemd_unit() {
    cat <<END
[Unit]
Description=StatusMonitor agent: sends this machine's figures each second
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=$program/java @$program/java.options -jar $program/$JAR --config $settings
User=$user
StateDirectory=$NAME
StateDirectoryMode=0700
WorkingDirectory=/
Restart=always
RestartSec=5
# Not enrolled, or called in a wrong way: nothing that another try could change.
RestartPreventExitStatus=2 64
# Ended by SIGTERM, as a Java program says it.
SuccessExitStatus=143
TimeoutStopSec=10
MemoryMax=256M
TasksMax=64
OOMScoreAdjust=-100

# It reads. It writes to its own folder alone, gains no rights, and has no need of devices, of the clock or of the kernel.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
UMask=0077
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
END
}

openrc_script() {
    cat <<END
#!/sbin/openrc-run
# shellcheck shell=sh disable=SC2034 # OpenRC reads these
description="StatusMonitor agent: sends this machine's figures each second"
supervisor=supervise-daemon
command=$program/java
command_args="@$program/java.options -jar $program/$JAR --config $settings"
command_user=$user
directory=/
umask=077
output_log=$log
error_log=$log
respawn_delay=10
respawn_max=0

depend() {
    use net dns
    after firewall
}

start_pre() {
    checkpath --file --mode 0640 --owner $user $log
}
END
}

launchd_plist() {
    cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key><string>$LABEL</string>
    <key>ProgramArguments</key>
    <array>
        <string>$program/java</string>
        <string>@$program/java.options</string>
        <string>-jar</string><string>$program/$JAR</string>
        <string>--config</string><string>$settings</string>
    </array>
    <key>UserName</key><string>$user</string>
    <key>WorkingDirectory</key><string>/</string>
    <key>Umask</key><integer>63</integer>
    <key>RunAtLoad</key><true/>
    <key>KeepAlive</key><true/>
    <key>ThrottleInterval</key><integer>10</integer>
    <key>StandardErrorPath</key><string>$log</string>
    <key>StandardOutPath</key><string>$log</string>
</dict>
</plist>
END
}

start_service() {
    case $manager in
    systemd)
        systemd_unit >"$unit"
        systemctl daemon-reload
        systemctl enable --quiet $NAME
        systemctl restart $NAME
        ;;
    openrc)
        openrc_script >"$unit"
        chmod 755 "$unit"
        rc-update -q add $NAME default
        rc-service $NAME restart
        ;;
    launchd)
        launchd_plist >"$unit"
        touch "$log"
        chown "$user" "$log"
        launchctl bootstrap system "$unit"
        ;;
    esac || die "The service could not be started; what was said about it stands above. $link status says more."
}

stop_service() {
    case $manager in
    systemd) [ ! -f "$unit" ] || systemctl stop $NAME ;;
    openrc) [ ! -f "$unit" ] || rc-service -q $NAME stop ;;
    launchd) [ ! -f "$unit" ] || launchctl bootout "system/$LABEL" 2>/dev/null || : ;;
    none)
        pid=$(running_pid) || return 0
        kill "$pid"
        waited=0
        while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 10 ]; do
            sleep 1
            waited=$((waited + 1))
        done
        ;;
    esac
}

remove_service() {
    # What cannot be stopped is removed all the same.
    stop_service || warn "The service $NAME could not be stopped; what was said about it stands above."
    case $manager in
    systemd)
        systemctl disable --quiet $NAME 2>/dev/null || :
        rm -f "$unit"
        systemctl daemon-reload
        ;;
    openrc)
        rc-update -q del $NAME default 2>/dev/null || :
        rm -f "$unit"
        ;;
    launchd) rm -f "$unit" ;;
    esac
}

service_state() {
    case $manager in
    systemd) systemctl is-active $NAME 2>/dev/null || : ;;
    openrc) if rc-service -q $NAME status >/dev/null 2>&1; then echo active; else echo inactive; fi ;;
    launchd) if launchctl print "system/$LABEL" 2>/dev/null | grep -q 'state = running'; then echo active; else echo inactive; fi ;;
    none) if running_pid >/dev/null; then echo active; else echo inactive; fi ;;
    esac
}

# ---- the commands

install_agent() {
    [ -n "$platform" ] || die "Which platform is it for? Name it: --platform https://monitor.example.org"
    case $platform in
    http://?* | https://?*) ;;
    *) die "The platform's address is written like https://monitor.example.org, not $platform." ;;
    esac
    platform=${platform%/}
    if [ -n "$ca_file" ]; then
        [ -r "$ca_file" ] || die "$ca_file, named by --ca-file, cannot be read."
        ca_file=$(cd "$(dirname "$ca_file")" && pwd)/$(basename "$ca_file")
    fi
    if [ -z "$home" ] && ! is_root; then become_root "$@"; fi
    lay_out
    if [ ! -e "$state/identity/identity.json" ] && [ -z "$code" ]; then
        die "This machine is not enrolled yet, which needs a code: copy the command anew from the platform's page \"Add host\"."
    fi
    provide_program
    stop_service
    make_user
    make_state
    replace_program
    write_settings
    say "Installed in $program. Settings: $settings. The machine's key and all else that is kept: $state"
    if [ "$manager" != none ] || [ -n "$no_start" ]; then
        first_run || die 'Mend what it says, and run the same command again, with a new code where that one is used up.'
    fi
    if [ -n "$no_start" ]; then
        say "It is stopped. To start it in the foreground: $link run"
    elif [ "$manager" != none ]; then
        start_service
        say "It runs as the service $NAME ($manager), now and from each start of this machine on. See: $link status"
    else
        [ -n "$home" ] || say 'There is no service manager here that this script knows (systemd, OpenRC, launchd), as in most containers.'
        say "It runs in the foreground, until Ctrl-C. To run it again: $link run"
        run
    fi
}

# The code goes to root by a pipe: as a variable on sudo's command line everybody could read it.
become_root() {
    if have sudo && [ -f "$0" ]; then
        say 'A service is installed as root: this goes on by sudo. For this user alone it would be: --home DIR'
        printf '%s\n' "$code" | sudo -- sh "$0" --code-from-input "$@"
        exit
    fi
    home=$HOME/.statusmonitor
    say "Neither root nor sudo: it is installed for this user alone, in $home."
}

update_agent() {
    [ -d "$program" ] || die 'The agent is not installed here.'
    [ -n "$home" ] || is_root || die "Only root can do that: sudo $link update"
    platform=$(setting platform)
    ca_file=$(setting ca-file)
    case $(readlink "$program/java") in /*) java_option=${java_option:-$(readlink "$program/java")} ;; esac
    before=$("$program/java" -jar "$program/$JAR" --version)
    was=$(service_state)
    provide_program
    stop_service
    replace_program
    say "Before: $before. Now: $("$program/java" -jar "$program/$JAR" --version). The identity is the same."
    [ "$was" = active ] || return 0
    # Where this fails the service tries on.
    first_run || :
    if [ "$manager" = none ]; then
        say "It ran in the foreground, and has been stopped there. To start it again: $link run"
    else
        start_service
    fi
}

uninstall_agent() {
    [ -d "$program" ] || die 'The agent is not installed here.'
    [ -n "$home" ] || is_root || die "Only root can do that: sudo $link uninstall"
    platform=$(setting platform)
    remove_service
    rm -rf "$program" "$state" "$settings" "$link"
    if [ -n "$home" ]; then
        rmdir "$home" 2>/dev/null || :
    else
        rm -rf "$(dirname "$settings")" "$log"
        if [ "$(uname -s)" = Darwin ]; then
            dscl . -delete "/Users/$user"
        elif have userdel; then
            userdel "$user"
        else
            deluser "$user"
        fi || warn "The user $user could not be removed."
    fi
    say "Removed. What it sent is kept on the platform; delete the host there: $platform/settings/hosts"
}

status() {
    [ -d "$program" ] || die 'The agent is not installed here.'
    now=$(service_state)
    say "$("$program/java" -jar "$program/$JAR" --version), in $program"
    say "Platform: $(setting platform)"
    if [ -r "$state/identity/identity.json" ]; then
        say "Host: $(sed -n 's/.*"host_id": *"\([^"]*\)".*/\1/p' "$state/identity/identity.json")"
    elif [ -x "$state" ]; then
        say 'Host: not enrolled'
    else
        say 'Host: readable by root and the agent alone'
    fi
    case $manager in none) say "Process: $now" ;; *) say "Service: $now ($manager)" ;; esac
    case $manager in
    systemd) journalctl -u $NAME -n 3 -o cat --no-pager 2>/dev/null || : ;;
    openrc | launchd) [ ! -r "$log" ] || tail -n 3 "$log" ;;
    esac
    [ "$now" = active ] || return 3
}

show() {
    case ${1:-} in
    systemd) systemd_unit ;;
    openrc) openrc_script ;;
    launchd)
        user=_statusmonitor
        launchd_plist
        ;;
    *) die "show takes systemd, openrc or launchd." ;;
    esac
}

main() {
    code=${STATUSMONITOR_CODE:-}
    # Nothing that is started from here needs it, but the agent.
    unset STATUSMONITOR_CODE
    platform='' host_name='' ca_file='' java_option='' no_start='' log='' unit=''
    home=${STATUSMONITOR_HOME:-}
    # An installation in a folder of its own knows it by what lies beside its command.
    case $0 in */*) if [ -z "$home" ] && [ -f "$(dirname "$0")/agent.properties" ]; then home=$(cd "$(dirname "$0")" && pwd); fi ;; esac
    command=install
    case ${1:-} in
    status | run | update | uninstall | show | install)
        command=$1
        shift
        ;;
    esac
    if [ "$command" = show ]; then
        lay_out
        user=${user:-$NAME} log=${log:-/var/log/$NAME.log}
        show "$@"
        return
    fi
    if [ "${1:-}" = --code-from-input ]; then
        shift
        IFS= read -r code || :
    fi
    read_options "$@"
    if [ -n "$home" ]; then
        mkdir -p "$home"
        home=$(cd "$home" && pwd)
    fi
    lay_out
    case $command in
    install) install_agent "$@" ;;
    run) run ;;
    status) status ;;
    update) update_agent ;;
    uninstall) uninstall_agent ;;
    esac
}

read_options() {
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --no-start) no_start=yes ;;
        --platform | --name | --ca-file | --home | --java)
            [ $# -gt 1 ] || die "A value is missing after $1."
            [ -n "$2" ] || die "The value of $1 is empty."
            case $2 in *'
'*) die "The value of $1 has a line break in it." ;; esac
            case $1 in
            --platform) platform=$2 ;;
            --name) host_name=$2 ;;
            --ca-file) ca_file=$2 ;;
            --home) home=$2 ;;
            --java) java_option=$2 ;;
            esac
            shift
            ;;
        *) die "There is no option $1. See: sh $0 --help" ;;
        esac
        shift
    done
}

# The last line, so that a download that was cut short does nothing.
main "$@"
