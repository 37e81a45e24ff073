# Sets the platform up as a service of this machine, and takes that away again. Paths are those that systemd's and
# macOS' own services have. Sourced by ../statusmonitor. Written for bash 3.2, which is what macOS has.
# shellcheck shell=bash

# Where things go; --root puts another folder before all of them, as for a package.
SERVICE_ROOT='' SERVICE_HOME=/opt/statusmonitor SERVICE_SETTINGS=/etc/statusmonitor
SERVICE_DATA=/var/lib/statusmonitor SERVICE_USER=statusmonitor SERVICE_SUPERVISOR=''
UNIT=/etc/systemd/system/statusmonitor.service
PLIST=/Library/LaunchDaemons/dev.statusmonitor.platform.plist
PRINT_ONLY=''
UP_OPTIONS=()

install_service() {
    local file
    read_install_options "$@"
    if [ -n "$PRINT_ONLY" ]; then
        find_jdk || JDK=/usr/lib/jvm/java-25
        APP=$SERVICE_HOME/app-$(sources_key)
        "print_$SERVICE_SUPERVISOR"
        say ''
        say 'That is all; nothing was changed.'
        return
    fi
    [ -n "$SERVICE_ROOT" ] || may_change_system install
    provide_app
    say_what_install_does
    put_app "$APP"
    make_service_user
    make_service_folders
    case $SERVICE_SUPERVISOR in systemd) file=$SERVICE_ROOT$UNIT ;; launchd) file=$SERVICE_ROOT$PLIST ;; esac
    mkdir -p "$(dirname "$file")" && "print_$SERVICE_SUPERVISOR" >"$file" && chmod 644 "$file" || die "Cannot write $file."
    if [ -n "$SERVICE_ROOT" ]; then
        say "Everything is in $SERVICE_ROOT; nothing was started."
        return
    fi
    "start_$SERVICE_SUPERVISOR"
    remove_old_installs
}

# What the options of `install` say; those that are none of its own go to `up`.
read_install_options() {
    local option value
    if [ "$(uname -s)" = Darwin ]; then
        SERVICE_SUPERVISOR=launchd SERVICE_USER=_statusmonitor
        SERVICE_SETTINGS=/usr/local/etc/statusmonitor SERVICE_DATA=/usr/local/var/statusmonitor
    else
        SERVICE_SUPERVISOR=systemd
    fi
    while [ $# -gt 0 ]; do
        option=${1%%=*}
        case $option in
        --dry-run) PRINT_ONLY=yes ;;
        --user | --data | --root)
            case $1 in
            *=*) value=${1#*=} ;;
            *)
                [ $# -gt 1 ] || die "$option needs a value. See: ./statusmonitor help"
                value=$2
                shift
                ;;
            esac
            case $option.$value in
            --user.*[!a-z0-9_-]* | --user.) die "--user $value is no name of a user: small letters, digits, _ and -." ;;
            --data.*[!A-Za-z0-9/._-]* | --root.*[!A-Za-z0-9/._-]*)
                die "$option $value: letters, digits and / . _ - alone, since it goes into the service's definition." ;;
            --user.*) SERVICE_USER=$value ;;
            --data./*) SERVICE_DATA=$value ;;
            --root./*) SERVICE_ROOT=${value%/} ;;
            *) die "$option $value has to begin with a /: a service has no folder that it stands in." ;;
            esac
            ;;
        *) UP_OPTIONS+=("$1") ;;
        esac
        shift
    done
}

# The key of the sources as they are, which names a build.
sources_key() {
    list_sources
    key standalone
    rm -f "$SOURCES"
}

# may_change_system install|uninstall
may_change_system() {
    if [ "$SERVICE_SUPERVISOR" = systemd ] && [ ! -d /run/systemd/system ]; then
        say "systemd does not run this machine, so there is nothing that could start a service at boot for us."
        say "In a container, or under another supervisor, let that run this line as a user of its own, and end it by SIGTERM:"
        say "  $ROOT/statusmonitor up --data $SERVICE_DATA"
        die "For the files alone: ./statusmonitor $1 --root DIR; for the unit: ./statusmonitor install --dry-run"
    fi
    is_root || die "Setting up a service needs root: sudo ./statusmonitor $1"
}

say_what_install_does() {
    say "This sets StatusMonitor up as a service that starts at boot:"
    say "  user      $SERVICE_USER, who may log in nowhere"
    say "  program   $SERVICE_HOME, a copy of this build; the JDK stays where it is: $JDK"
    say "  data      $SERVICE_DATA, readable by that user alone"
    say "  options   $SERVICE_SETTINGS/options, one a line, as \`up\` takes them; secrets as NAME=value in $SERVICE_SETTINGS/environment"
    case $SERVICE_SUPERVISOR in
    systemd) say "  service   $UNIT" ;;
    launchd) say "  service   $PLIST" ;;
    esac
}

# put_app BUILD: copies it to where the service's user may read it.
put_app() {
    local build=$1 place
    place=$SERVICE_HOME/app-$(basename "$build")
    case $JDK in
    /root/* | /home/* | /Users/*) say "Note: the JDK is in a home folder ($JDK); $SERVICE_USER must be able to read it." ;;
    esac
    if [ ! -f "$SERVICE_ROOT$place/complete" ]; then
        mkdir -p "$SERVICE_ROOT$SERVICE_HOME" || die "Cannot make $SERVICE_ROOT$SERVICE_HOME."
        APP=$SERVICE_ROOT$place
        copy_app "$build"
        if [ -n "$SERVICE_ROOT" ]; then
            # The class path is to be right where the files end up; the cache only fits where it was made.
            rm -f "$APP/start.aot"
            sed "s:$APP/:$place/:g" "$APP/java.options" >"$APP/java.options.new" && mv "$APP/java.options.new" "$APP/java.options"
        fi
        chmod -R u=rwX,go=rX "$SERVICE_ROOT$SERVICE_HOME"
    fi
    APP=$place
}

make_service_user() {
    [ -z "$SERVICE_ROOT" ] || return 0
    id "$SERVICE_USER" >/dev/null 2>&1 && return
    case $SERVICE_SUPERVISOR in
    systemd)
        useradd --system --user-group --home-dir "$SERVICE_DATA" --no-create-home --shell /usr/sbin/nologin \
            --comment StatusMonitor "$SERVICE_USER" || die "The user $SERVICE_USER cannot be made."
        ;;
    launchd)
        # A role account: no password, no home, hidden from the log-in window. Its number has to be from 450 to 499.
        local number=450
        while dscl . -list /Users UniqueID | awk '{ print $2 }' | grep -qx "$number"; do number=$((number + 1)); done
        [ "$number" -lt 500 ] && sysadminctl -addUser "$SERVICE_USER" -roleAccount -fullName StatusMonitor -UID "$number" \
            -home "$SERVICE_DATA" >&2 || die "The user $SERVICE_USER cannot be made."
        ;;
    esac
}

make_service_folders() {
    local settings=$SERVICE_ROOT$SERVICE_SETTINGS data=$SERVICE_ROOT$SERVICE_DATA option
    mkdir -p "$settings" "$data" && chmod 700 "$data" || die "Cannot make $settings and $data."
    # Options given now replace those of before; none given keeps them.
    if [ ${#UP_OPTIONS[@]} -gt 0 ] || [ ! -f "$settings/options" ]; then
        {
            echo '# Options of `./statusmonitor up`, one a line; the service reads them when it starts.'
            for option in ${UP_OPTIONS[@]+"${UP_OPTIONS[@]}"}; do printf '%s\n' "$option"; done
        } >"$settings/options"
    fi
    if [ ! -f "$settings/environment" ]; then
        (umask 077 && echo '# NAME=value, one a line: settings and secrets, such as STATUSMONITOR_TLS_KEY_STORE_PASSWORD.' \
            >"$settings/environment")
    fi
    [ -n "$SERVICE_ROOT" ] || chown "$SERVICE_USER" "$data"
    # Of the other supervisor systemd reads it as root; launchd has no such thing, and a shell of the user's does.
    [ -n "$SERVICE_ROOT" ] || [ "$SERVICE_SUPERVISOR" = systemd ] || chown "$SERVICE_USER" "$settings/environment"
}

# Whether `up` is to listen where only root may.
needs_low_port() {
    local before='' option file=$SERVICE_ROOT$SERVICE_SETTINGS/options
    {
        if [ ${#UP_OPTIONS[@]} -gt 0 ]; then printf '%s\n' "${UP_OPTIONS[@]}"; elif [ -f "$file" ]; then cat "$file"; fi
    } | {
        while IFS= read -r option; do
            case $before$option in
            --port=* | --port[0-9]*)
                option=${option#--port=}
                case $option in [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) exit 0 ;; 10[01][0-9] | 102[0-3]) exit 0 ;; esac
                ;;
            esac
            before=''
            [ "$option" != --port ] || before=--port
        done
        exit 1
    }
}

# A JVM complains, at each start, of a cache that is not there.
has_start_cache() { [ -n "$PRINT_ONLY" ] || [ -f "$SERVICE_ROOT$APP/start.aot" ]; }

# A unit needs no shell, so its line has each word as it is; none of ours has blanks.
print_systemd() {
    local capabilities='' writable='' home=yes cache=''
    if has_start_cache; then cache="-XX:AOTCache=$APP/start.aot -Xlog:aot*=error "; fi
    if needs_low_port; then capabilities=CAP_NET_BIND_SERVICE; fi
    case $SERVICE_DATA in
    /var/lib/?*) writable="StateDirectory=${SERVICE_DATA#/var/lib/}
StateDirectoryMode=0700" ;;
    *) writable="ReadWritePaths=$SERVICE_DATA" ;;
    esac
    case $JDK$SERVICE_DATA in *home/* | */root/*) home=read-only ;; esac
    cat <<END
# Made by \`./statusmonitor install\`, which writes it anew each time; change it by \`systemctl edit statusmonitor\`.
[Unit]
Description=StatusMonitor: monitoring of many machines, second by second
Wants=network-online.target
After=network-online.target time-sync.target
StartLimitIntervalSec=10min
StartLimitBurst=5

[Service]
Type=exec
User=$SERVICE_USER
Group=$SERVICE_USER
ExecStart=$JDK/bin/java ${cache}@$APP/java.options dev.statusmonitor.standalone.StatusMonitor up --data $SERVICE_DATA @$SERVICE_SETTINGS/options
Environment=XDG_RUNTIME_DIR=/run
EnvironmentFile=-$SERVICE_SETTINGS/environment
$writable
RuntimeDirectory=statusmonitor
RuntimeDirectoryMode=0700
UMask=0077
Restart=on-failure
RestartSec=5s
# It ends Redis and the agent itself, in order; what is left after that is killed.
KillMode=mixed
TimeoutStopSec=60s
LimitNOFILE=65536

# It may write to its data and to nothing else, and may become nobody else. The agent reads /proc and /sys of all
# processes, so these stay visible; the JVM makes code as it runs, so memory may be written and executed.
NoNewPrivileges=yes
CapabilityBoundingSet=$capabilities
AmbientCapabilities=$capabilities
ProtectSystem=strict
ProtectHome=$home
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
END
}

print_launchd() {
    local cache=''
    if has_start_cache; then
        cache="
    <string>-XX:AOTCache=$APP/start.aot</string>
    <string>-Xlog:aot*=error</string>"
    fi
    cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Made by ./statusmonitor install, which writes it anew each time. -->
<plist version="1.0">
<dict>
  <key>Label</key><string>dev.statusmonitor.platform</string>
  <key>UserName</key><string>$SERVICE_USER</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-c</string>
    <string>set -a; . "\$1"; shift; exec "\$@"</string>
    <string>statusmonitor</string>
    <string>$SERVICE_SETTINGS/environment</string>
    <string>$JDK/bin/java</string>$cache
    <string>@$APP/java.options</string>
    <string>dev.statusmonitor.standalone.StatusMonitor</string>
    <string>up</string>
    <string>--data</string>
    <string>$SERVICE_DATA</string>
    <string>@$SERVICE_SETTINGS/options</string>
  </array>
  <key>WorkingDirectory</key><string>$SERVICE_DATA</string>
  <key>Umask</key><integer>63</integer>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ExitTimeOut</key><integer>60</integer>
  <key>SoftResourceLimits</key><dict><key>NumberOfFiles</key><integer>65536</integer></dict>
  <key>StandardOutPath</key><string>$SERVICE_DATA/launchd.log</string>
  <key>StandardErrorPath</key><string>$SERVICE_DATA/launchd.log</string>
</dict>
</plist>
END
}

start_systemd() {
    systemctl daemon-reload && systemctl enable statusmonitor.service >&2 && systemctl restart statusmonitor.service ||
        die 'systemd does not start it: systemctl status statusmonitor'
    say 'It runs, and starts at boot. Its link for the first account: journalctl -u statusmonitor | grep setup'
    say 'How it is: sudo ./statusmonitor doctor. Another version: run install again. Away with it: sudo ./statusmonitor uninstall'
}

start_launchd() {
    launchctl bootout system "$PLIST" 2>/dev/null
    launchctl bootstrap system "$PLIST" || die "launchd does not start it: launchctl print system/dev.statusmonitor.platform"
    say "It runs, and starts at boot. Its link for the first account: grep setup $SERVICE_DATA/launchd.log"
    say 'Another version: run install again. Away with it: sudo ./statusmonitor uninstall'
}

# The one before stays, for going back.
remove_old_installs() {
    local app
    # shellcheck disable=SC2012 # the names are ours: hexadecimal
    ls -td "$SERVICE_HOME"/app-* 2>/dev/null | tail -n +3 | while IFS= read -r app; do rm -rf "$app"; done
}

uninstall_service() {
    local what
    read_install_options "$@"
    [ ${#UP_OPTIONS[@]} = 0 ] || die "uninstall knows no option ${UP_OPTIONS[0]}. See: ./statusmonitor help"
    if [ -n "$PRINT_ONLY" ]; then
        say "It would stop the service and delete its definition, $SERVICE_HOME and nothing else."
        return
    fi
    [ -n "$SERVICE_ROOT" ] || may_change_system uninstall
    if [ -z "$SERVICE_ROOT" ]; then
        case $SERVICE_SUPERVISOR in
        systemd)
            if [ -f "$UNIT" ]; then systemctl disable --now statusmonitor.service >&2 || die 'systemd does not stop it: systemctl status statusmonitor'; fi
            ;;
        launchd) launchctl bootout system "$PLIST" 2>/dev/null ;;
        esac
    fi
    for what in "$SERVICE_ROOT$UNIT" "$SERVICE_ROOT$PLIST" "$SERVICE_ROOT$SERVICE_HOME"; do
        if [ -e "$what" ]; then
            rm -rf "$what"
            say "Deleted $what"
        fi
    done
    if [ -z "$SERVICE_ROOT" ] && [ "$SERVICE_SUPERVISOR" = systemd ]; then systemctl daemon-reload; fi
    say "Left as they are: the data in $SERVICE_DATA, the options in $SERVICE_SETTINGS, the user $SERVICE_USER."
}
