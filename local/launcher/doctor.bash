# shellcheck shell=bash
# Checks this machine: names what is missing or wrong, and how to mend it.

readonly WANTED_MAVEN=3.8.7
readonly WANTED_MEBIBYTES="${VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES:-512}"
readonly STATE_FOLDER="${VITRINE_LOCAL_DIRECTORY:-$VITRINE_HOME/.vitrine}"

# Tools that not everything needs: what they are called (the first that is there counts), the Debian
# packages that bring them (the first that is there counts), and what is missing without.
readonly TEST_TOOLS='
prometheus|prometheus|prometheus|no up --prometheus, and its tests are left out
promtool|promtool|prometheus|its tests are left out
amtool|amtool|prometheus-alertmanager|its tests are left out
chromium|chromium chromium-browser google-chrome|chromium chromium-browser|its tests are left out
chromedriver|chromedriver|chromium-driver chromium-chromedriver|its tests are left out
nginx|nginx|nginx-light nginx|its tests are left out
faketime|faketime|faketime|its tests are left out
haproxy|haproxy|haproxy|only of use for benchmarks
wrk|wrk|wrk|only of use for benchmarks
h2load|h2load|nghttp2-client|only of use for benchmarks
jq|jq|jq|only commands of the runbook use it
curl|curl|curl|only commands to paste use it'

FAULTS=0
# Whether the settings cannot be used, as far as is known, and whether Vitrine runs.
UNUSABLE=false
RUNS=false

doctor() {
  local install=false
  while [ $# -gt 0 ]; do
    case "$1" in
      --install) install=true ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
  bold "What ./vitrine up needs"
  echo
  check_system
  check_jdk
  check_maven
  check_root
  check_disk
  check_memory
  check_settings
  check_ports
  echo
  bold "What else is of use: for some tests, for benchmarks"
  echo
  [ "$install" = false ] || install_missing_tools
  check_tools
  echo
  if [ "$FAULTS" -eq 0 ]; then
    echo "Ready for ./vitrine up."
  else
    echo "$FAULTS to mend before ./vitrine up works."
    [ "$UNUSABLE" = false ] || exit 78
    exit 1
  fi
}

# What is wrong, and how to mend it.
fault() {
  FAULTS=$((FAULTS + 1))
  say_failed "$(printf '%-19s %s' "$1" "$2")"
  [ -z "${3:-}" ] || printf '%s\n' "$3"
}

# Below a check, and not like another one.
indented() { sed 's/^ */      /'; }

remark() {
  erase_line
  printf '  %s %-19s %s\n' "$(warning '!')" "$1" "$2"
}

check_system() {
  local system
  system="$(uname -s) $(uname -m)"
  case "$system" in
    "Linux x86_64" | "Linux aarch64")
      if ls /lib/ld-musl-* > /dev/null 2>&1; then
        fault system "$system with musl: PostgreSQL's binaries need glibc (Debian, Ubuntu, Fedora ...)"
      else
        say_done system "$system"
      fi
      ;;
    "Darwin x86_64" | "Darwin arm64") say_done system "$system" ;;
    *) fault system "$system: there are PostgreSQL binaries for Linux and macOS, on x86_64 and arm64" ;;
  esac
}

check_jdk() {
  find_jdk
  if [ -n "$JDK" ]; then
    say_done JDK "$(jdk_version "$JDK"), $JDK"
  else
    fault JDK "none that is $WANTED_JDK or later" "$({
      unsuitable_jdks
      how_to_get_a_jdk
    } | indented)"
  fi
}

check_maven() {
  local version
  if ! command -v mvn > /dev/null 2>&1; then
    fault Maven "there is no mvn in the PATH" "$(how_to_get_maven | indented)"
    return
  fi
  version="$(JAVA_HOME="${JDK:-${JAVA_HOME:-}}" mvn -v 2> /dev/null | sed -n 's/^.*Apache Maven \([0-9.]*\).*$/\1/p' | head -n 1)"
  if at_least "${version:-0}" "$WANTED_MAVEN"; then
    say_done Maven "$version, $(command -v mvn)"
  else
    fault Maven "${version:-of unknown version}, and $WANTED_MAVEN or later is needed" "$(how_to_get_maven | indented)"
  fi
}

# Whether a version is another one or later.
at_least() {
  local IFS=. i
  # shellcheck disable=SC2206
  local have=($1) want=($2)
  for i in 0 1 2; do
    [ "${have[i]:-0}" -gt "${want[i]:-0}" ] && return 0
    [ "${have[i]:-0}" -lt "${want[i]:-0}" ] && return 1
  done
  return 0
}

# PostgreSQL refuses to be root.
check_root() {
  [ "$(id -u)" -eq 0 ] || return 0
  if [ "$(unshare -U id -u 2> /dev/null || echo 0)" != 0 ]; then
    say_done root "PostgreSQL runs in a user namespace"
  elif [ "$(setpriv --reuid=65534 --regid=65534 --clear-groups --securebits=+no_setuid_fixup --inh-caps=-all,+dac_override --ambient-caps=-all,+dac_override id -u 2> /dev/null || echo 0)" != 0 ]; then
    say_done root "PostgreSQL runs as nobody"
  else
    fault root "PostgreSQL refuses to run as root, and neither unshare nor setpriv can change that: run ./vitrine as an ordinary user"
  fi
}

check_disk() {
  local folder free
  folder="$STATE_FOLDER"
  while [ ! -d "$folder" ]; do
    folder="$(dirname "$folder")"
  done
  free="$(df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1024) }')"
  if [ ! -w "$folder" ]; then
    fault disk "$folder cannot be written" "      run ./vitrine as its owner, or set VITRINE_LOCAL_DIRECTORY"
  elif [ "$free" -ge "$WANTED_MEBIBYTES" ]; then
    say_done disk "$free MiB free under $folder"
  else
    fault disk "$free MiB free under $folder, and $WANTED_MEBIBYTES are wanted" "      make room, or set VITRINE_LOCAL_DIRECTORY to a folder on another disk"
  fi
}

check_memory() {
  local available
  [ -r /proc/meminfo ] || return 0
  available="$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)"
  [ -n "$available" ] || return 0
  if [ "$available" -ge 1024 ]; then
    say_done memory "$available MiB available"
  else
    remark memory "$available MiB available; the whole system holds up to 1024 MiB"
  fi
}

# The ports that are wanted and the variables that choose them, one a line.
wanted_ports() {
  cat << PORTS
${VITRINE_LOCAL_GATEWAY_PORT-8080} VITRINE_LOCAL_GATEWAY_PORT
${VITRINE_LOCAL_GATEWAY_MANAGEMENT_PORT-8081} VITRINE_LOCAL_GATEWAY_MANAGEMENT_PORT
${VITRINE_LOCAL_USER_SERVICE_PORT-3000} VITRINE_LOCAL_USER_SERVICE_PORT
${VITRINE_LOCAL_USER_SERVICE_MANAGEMENT_PORT-3001} VITRINE_LOCAL_USER_SERVICE_MANAGEMENT_PORT
${VITRINE_LOCAL_PRODUCT_SERVICE_PORT-8000} VITRINE_LOCAL_PRODUCT_SERVICE_PORT
${VITRINE_LOCAL_PRODUCT_SERVICE_MANAGEMENT_PORT-8001} VITRINE_LOCAL_PRODUCT_SERVICE_MANAGEMENT_PORT
${VITRINE_LOCAL_DATABASE_PORT-15432} VITRINE_LOCAL_DATABASE_PORT
PORTS
}

# Judged by the program, as every command does; before a build, what can be told without it.
check_settings() {
  local faults status=0
  if [ -n "$JDK" ] && [ -f "$LOCAL_JAR" ]; then
    faults="$(ask_idle 2>&1)" || status=$?
    case "$status $faults" in
      "78 "*)
        fault settings "cannot be used" "$(printf '%s\n' "$faults" | sed 's/^vitrine: //' | indented)"
        UNUSABLE=true
        ;;
      "1 vitrine: "*) RUNS=true ;;
      "0 "*) ;;
      *)
        remark settings "cannot be judged: $(printf '%s\n' "$faults" | head -n 1)"
        return
        ;;
    esac
  else
    faults="$(bad_ports)"
    if [ -n "$faults" ]; then
      fault settings "cannot be used" "$(printf '%s\n' "$faults" | indented)"
      UNUSABLE=true
    fi
  fi
  [ "$UNUSABLE" = true ] || say_done settings "can be used"
}

# In the words of the Java program, but with the variable's own name.
bad_ports() {
  local line port
  wanted_ports | while IFS= read -r line; do
    port="${line% *}"
    case "$port" in
      '' | *[!0-9]*) echo "${line##* }: \"$port\" (expected: a whole number)" ;;
      ??????* | 6553[6-9] | 655[4-9]? | 65[6-9]?? | 6[6-9]??? | [7-9]????)
        echo "${line##* }: $port (expected: a whole number from 0 to 65535)"
        ;;
    esac
  done
}

# Only a refused connection says that nobody listens; any other failure says nothing.
check_ports() {
  local line port said taken='' unknown='' all=''
  if [ "$UNUSABLE" = true ]; then
    remark ports "not looked at: the settings come first"
    return
  fi
  if [ "$RUNS" = true ]; then
    say_done ports "Vitrine runs (./vitrine status)"
    return
  fi
  while IFS= read -r line; do
    port="${line% *}"
    [ "$port" != 0 ] || continue
    all="$all $port"
    if said="$( (LC_ALL=C; exec 3<> "/dev/tcp/127.0.0.1/$port") 2>&1)"; then
      taken="$taken
      $port is taken: stop who has it, or choose another with ${line##* }"
    elif [ "${said%refused*}" = "$said" ]; then
      unknown="$unknown
      $port: $(printf '%s\n' "$said" | head -n 1)"
    fi
  done << PORTS
$(wanted_ports)
PORTS
  if [ -n "$taken" ]; then
    fault ports "not all are free" "${taken#?}"
  elif [ -n "$unknown" ]; then
    remark ports "whether they are free cannot be told here:$unknown"
  else
    say_done ports "nobody listens on 127.0.0.1 at$all"
  fi
}

# The first of these commands that there is; daemons are often outside an ordinary PATH.
find_tool() {
  local name
  for name in "$@"; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$name" 2> /dev/null && return 0
  done
  return 1
}

check_tools() {
  local tool names packages without path
  while IFS='|' read -r tool names packages without; do
    [ -n "$tool" ] || continue
    # shellcheck disable=SC2086
    if path="$(find_tool $names)"; then
      say_done "$tool" "$path"
    else
      remark "$tool" "not there: $without ($(how_to_get_tool "$packages"))"
    fi
  done << TOOLS
$TEST_TOOLS
TOOLS
}

how_to_get_tool() {
  if ! command -v apt-get > /dev/null 2>&1; then
    echo "install ${1%% *} by your package manager"
  elif [ "$(id -u)" -eq 0 ]; then
    echo "./vitrine doctor --install"
  else
    echo "sudo ./vitrine doctor --install"
  fi
}

missing_packages() {
  local tool names packages
  while IFS='|' read -r tool names packages _; do
    [ -n "$tool" ] || continue
    # shellcheck disable=SC2086
    find_tool $names > /dev/null || echo "$packages"
  done << TOOLS
$TEST_TOOLS
TOOLS
}

install_missing_tools() {
  local missing log packages
  missing="$(missing_packages | sort -u)"
  [ -n "$missing" ] || return 0
  if ! command -v apt-get > /dev/null 2>&1; then
    remark install "there is no apt-get here: install them by your package manager"
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    remark install "only root can install: sudo ./vitrine doctor --install"
    return
  fi
  log="$(mktemp "${TMPDIR:-/tmp}/vitrine-install.XXXXXX")" || return
  trap 'allow_daemons; exit 130' INT TERM HUP
  forbid_daemons
  say_doing "reading the lists of packages"
  apt-get update >> "$log" 2>&1 || remark install "not every list of packages could be read"
  # One after another: what cannot be had does not keep the rest from coming.
  while IFS= read -r packages; do
    install_first_of "$log" "$packages"
  done << MISSING
$missing
MISSING
  allow_daemons
  trap - INT TERM HUP
  rm -f "$log"
}

# Installs the first of these packages that can be had.
install_first_of() {
  local log="$1" package before
  for package in $2; do
    apt-cache show "$package" > /dev/null 2>&1 || continue
    say_doing "installing $package"
    before="$(enabled_units)"
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" >> "$log" 2>&1 < /dev/null; then
      say_done "$package" installed
      disable_new_units "$before"
      return 0
    fi
    remark "$package" "cannot be installed: $(grep '^E:' "$log" | tail -n 1)"
  done
  remark "${2%% *}" "cannot be had from this system's packages"
}

# Debian starts a daemon as soon as it is installed, unless this script forbids it (101). Tests start
# their own, at ports of their own.
readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_MARK='Of ./vitrine doctor --install, only for as long as that runs.'

forbid_daemons() {
  # One of ours is of a run that was killed; any other is put aside.
  if [ -e "$POLICY" ] && ! grep -qF "$POLICY_MARK" "$POLICY"; then
    mv "$POLICY" "$POLICY.aside"
  fi
  printf '#!/bin/sh\n# %s\nexit 101\n' "$POLICY_MARK" > "$POLICY"
  chmod 755 "$POLICY"
}

allow_daemons() {
  rm -f "$POLICY"
  if [ -e "$POLICY.aside" ]; then
    mv "$POLICY.aside" "$POLICY"
  fi
}

enabled_units() {
  if command -v systemctl > /dev/null 2>&1; then
    systemctl list-unit-files --state=enabled --no-legend 2> /dev/null | awk '{ print $1 }' | sort
  fi
}

# Nor are they to start with the machine from now on.
disable_new_units() {
  local unit
  command -v systemctl > /dev/null 2>&1 || return 0
  enabled_units | while IFS= read -r unit; do
    printf '%s\n' "$1" | grep -qxF "$unit" || systemctl disable --quiet "$unit" 2> /dev/null
  done
}
