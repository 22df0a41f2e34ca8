# shellcheck shell=bash
# Builds what has changed since the last time, and shows how far it is.

readonly LOCAL_JAR="$VITRINE_HOME/local/target/local.jar"
readonly BUILT_MODULES="platform user-service product-service gateway local"
readonly BUILD_FOLDER="$VITRINE_HOME/local/target/launcher"
# The sources of the last good build; as old as the beginning of that build.
readonly BUILD_STAMP="$BUILD_FOLDER/sources"
readonly BUILD_LOG="$BUILD_FOLDER/build.log"
readonly BUILD_LOCK="$BUILD_FOLDER/building"

# Every file that the programs are made of, one a line.
source_files() {
  local module
  (
    cd "$VITRINE_HOME" || exit 1
    echo pom.xml
    for module in $BUILT_MODULES; do
      echo "$module/pom.xml"
      [ ! -d "$module/src/main" ] || find "$module/src/main" -type f ! -name '.*' ! -name '*~'
    done
    [ ! -d infra/database ] || find infra/database -type f ! -name '.*' ! -name '*~'
  ) | sort
}

# Whether a source was changed, added or deleted, or a program is missing.
is_stale() {
  local module now file
  for module in $BUILT_MODULES; do
    [ -f "$VITRINE_HOME/$module/target/$module.jar" ] || return 0
  done
  [ -f "$BUILD_STAMP" ] || return 0
  now="$(source_files)"
  [ "$now" = "$(cat "$BUILD_STAMP")" ] || return 0
  while IFS= read -r file; do
    [ "$VITRINE_HOME/$file" -nt "$BUILD_STAMP" ] && return 0
  done << SOURCES
$now
SOURCES
  return 1
}

build_what_changed() {
  [ "${VITRINE_BUILD:-}" != skip ] || return 0
  is_stale || return 0
  nothing_runs || exit 1
  mkdir -p "$BUILD_FOLDER" || exit 1
  lock_build
  if is_stale; then
    build
  fi
  unlock_build
}

# What runs reads its classes from the very files that a build replaces. Says so when something does.
nothing_runs() {
  [ -f "$LOCAL_JAR" ] || return 0
  ask_idle
  [ $? -ne 1 ]
}

# Succeeds when nothing runs; fails with 1 when something does, with 78 when the settings cannot be used.
ask_idle() {
  "$JDK/bin/java" -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "-Dvitrine.home=$VITRINE_HOME" -jar "$LOCAL_JAR" idle
}

# One build at a time in this folder.
lock_build() {
  while ! mkdir "$BUILD_LOCK" 2> /dev/null; do
    if ! kill -0 "$(cat "$BUILD_LOCK/pid" 2> /dev/null || echo none)" 2> /dev/null; then
      # Its owner is gone; or has only just made it, and is given a moment.
      sleep 1
      kill -0 "$(cat "$BUILD_LOCK/pid" 2> /dev/null || echo none)" 2> /dev/null || rm -rf "$BUILD_LOCK"
    else
      say_doing "another ./vitrine is building; waiting for it"
      sleep 1
    fi
  done
  echo $$ > "$BUILD_LOCK/pid"
  trap 'unlock_build' EXIT
}

unlock_build() {
  rm -rf "$BUILD_LOCK"
  trap - EXIT
}

require_maven() {
  command -v mvn > /dev/null 2>&1 && return 0
  {
    echo "vitrine: Maven 3.8.7 or later is needed to build, and there is no mvn in the PATH. Install it, and run this again:"
    how_to_get_maven
  } >&2
  exit 1
}

how_to_get_maven() {
  cat << ADVICE
  Debian, Ubuntu   apt-get install maven
  Fedora           dnf install maven
  macOS            brew install maven
  any system       unpack it from maven.apache.org, and put its bin folder into the PATH
ADVICE
}

build() {
  local begin status
  require_maven
  begin="$(date +%s)"
  # Taken before the build: what is changed while it runs is built the next time.
  source_files > "$BUILD_STAMP.next"
  : > "$BUILD_LOG"
  [ "$ON_TERMINAL" = true ] || echo "  building"
  run_maven
  status=$?
  if [ $status -ne 0 ]; then
    build_failed
    exit 1
  fi
  mv "$BUILD_STAMP.next" "$BUILD_STAMP"
  say_done built "$(($(date +%s) - begin)) s"
}

# In a process group of its own, so that Ctrl-C reaches us first, and all of it can be ended.
run_maven() {
  local pid status
  set -m
  # Gates and tests are for ./vitrine test: whoever tries something out is not to wait for them. And
  # a JVM that lives for seconds is faster without the optimizing compiler; own options come instead,
  # since the JVM refuses two that contradict each other.
  JAVA_HOME="$JDK" MAVEN_OPTS="${MAVEN_OPTS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC}" \
    mvn -B -f "$VITRINE_HOME/pom.xml" -pl "$(echo "$BUILT_MODULES" | tr ' ' ',')" \
    -Dprograms "-Dvitrine.commit=$(commit)" package > "$BUILD_LOG" 2>&1 < /dev/null &
  pid=$!
  set +m
  trap 'interrupt_build '"$pid" INT TERM HUP
  show_build "$pid"
  wait "$pid"
  status=$?
  expect_interrupts
  return $status
}

# What Git calls the sources as they are. Without Git, or outside a repository of ours, nothing is missing.
commit() {
  [ -e "$VITRINE_HOME/.git" ] || { echo unknown; return; }
  git -C "$VITRINE_HOME" describe --always --dirty --abbrev=12 --exclude='*' 2> /dev/null || echo unknown
}

interrupt_build() {
  trap '' INT TERM HUP
  kill -TERM -- "-$1" 2> /dev/null
  wait "$1" 2> /dev/null
  erase_line
  echo "Interrupted while building; nothing was started."
  exit 130
}

# Until the build has ended: which modules it has come to, and how many files it has had to fetch.
show_build() {
  local begin fetched
  begin="$(date +%s)"
  LISTED_MODULES=0
  while kill -0 "$1" 2> /dev/null; do
    if [ "$ON_TERMINAL" = true ]; then
      fetched="$(grep -c 'Downloaded from' "$BUILD_LOG")"
      say_doing "building $(modules_begun | tail -n 1 | grep . || echo "the modules")$([ "$fetched" -eq 0 ] || echo ", $fetched files fetched"), $(($(date +%s) - begin)) s"
    else
      list_modules
    fi
    sleep 0.2
  done
  [ "$ON_TERMINAL" = true ] || list_modules
}

# The modules that the build has come to, such as "gateway (4 of 5)", one a line.
modules_begun() {
  sed -n 's/^\[INFO\] Building \([a-z-]*\) .*\[\([0-9]*\)\/\([0-9]*\)\]$/\1 (\2 of \3)/p' "$BUILD_LOG"
}

# Shows those that have not been shown.
list_modules() {
  local begun
  begun="$(modules_begun)"
  [ -n "$begun" ] || return 0
  printf '%s\n' "$begun" | tail -n "+$((LISTED_MODULES + 1))" | sed 's/^/    /'
  LISTED_MODULES="$(printf '%s\n' "$begun" | grep -c .)"
}

build_failed() {
  say_failed "it cannot be built:"
  if grep -q '^\[ERROR\]' "$BUILD_LOG"; then
    grep '^\[ERROR\]' "$BUILD_LOG" | grep -v -e '^\[ERROR\] *$' -e 'Help 1' -e 'stack trace' -e 're-run Maven' \
      -e 'For more information' -e 'After correcting' -e 'mvn <args>' | head -n 40 | sed 's/^/      /'
  else
    tail -n 30 "$BUILD_LOG" | sed 's/^/      /'
  fi
  echo "      all it said: $BUILD_LOG"
}
