# shellcheck shell=bash
# Measures, by tests that only this asks for: what they print is ratios of one run.

run_bench() {
  local what="${1:-}"
  [ $# -eq 0 ] || shift
  [ "$what" = overhead ] || misuse "bench${what:+ $what}: expected overhead"
  if [ "${1:-}" = --short ]; then
    shift
    set -- -Dvitrine.bench.warm-ups=2 -Dvitrine.bench.warm-up=2 -Dvitrine.bench.rounds=3 -Dvitrine.bench.seconds=1 "$@"
  fi
  require_maven
  nothing_runs || exit 1
  # Ctrl-C is for Maven, which stops what is measured.
  trap ':' INT
  JAVA_HOME="$JDK" VITRINE_BUILD=skip \
    mvn -B -f "$VITRINE_HOME/pom.xml" verify -Psystem-tests -pl system-tests -am \
    -Dtest=none -Dit.test=OverheadIT "-Dvitrine.bench=$what" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "$@"
}
