# shellcheck shell=bash
# Runs every test, and says which could not be run.

run_tests() {
  local skipped status begin batch='-B' left='--all --soak'
  require_maven
  case "${1:-}" in
    --all)
      shift
      left='--soak'
      set -- -Dvitrine.test.all=true -Dsystem.test.forks=1 "$@"
      ;;
    --soak)
      shift
      left=
      set -- -pl gateway -am -Dvitrine.soak.seconds=600 -Dtest=none -Dit.test=SoakIT \
        -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "$@"
      ;;
  esac
  if ! nothing_runs 2> /dev/null; then
    printf '  %s %s\n' "$(warning '!')" "Vitrine is running: should a program change now, start it again afterwards"
  fi
  begin="$(date +%s)"
  skipped="$(mktemp "${TMPDIR:-/tmp}/vitrine-skipped.XXXXXX")" || exit 1
  [ "$ON_TERMINAL" = false ] || batch='-Dstyle.color=auto'
  # Ctrl-C is for Maven; afterwards there is still something to tidy up.
  trap ':' INT
  # The tests that start ./vitrine find everything built by this very run.
  JAVA_HOME="$JDK" VITRINE_BUILD=skip VITRINE_SKIPPED_TESTS="$skipped" \
    mvn "$batch" -f "$VITRINE_HOME/pom.xml" verify -Psystem-tests "$@"
  status=$?
  trap - INT
  say_tests "$status" "$(($(date +%s) - begin))" "$skipped" "$left"
  rm -f "$skipped"
  exit "$status"
}

say_tests() {
  local missing
  missing="$(sort -u "$3")"
  echo
  if [ "$1" -eq 0 ]; then
    say_done "all tests passed" "$2 s"
    [ -z "$4" ] || printf '    what takes long was not asked for: %s\n' "$4"
  else
    say_failed "not all tests passed"
  fi
  if [ -n "$missing" ]; then
    printf '  %s not run, for want of a tool (./vitrine doctor --install):\n' "$(warning '!')"
    printf '%s\n' "$missing" | sed 's/^/      /'
  fi
}
