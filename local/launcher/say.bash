# shellcheck shell=bash
# How the launcher speaks: like the Java part of it, so that both look like one program.

ON_TERMINAL=false
COLUMN_COUNT=100
# A dumb one can neither erase a line nor colour it.
if [ -t 1 ] && [ "${TERM:-}" != dumb ]; then
  ON_TERMINAL=true
  COLUMN_COUNT="$(stty size 2> /dev/null < /dev/tty | cut -d ' ' -f 2)"
  case "$COLUMN_COUNT" in
    '' | 0 | *[!0-9]*) COLUMN_COUNT=100 ;;
  esac
fi

case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) UNICODE=true TICK='✓' CROSS='✗' DOTS='…' ;;
  *) UNICODE=false TICK='+' CROSS='x' DOTS='.' ;;
esac

# In the locale C a JVM finds no file whose path has a letter beyond ASCII, neither Maven's nor ours.
# What is shown keeps to what the person has chosen. macOS has no such locale, and does not need it.
case "$OSTYPE ${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  darwin*) ;;
  *' ' | *' C' | *' POSIX') { export LC_ALL=C.UTF-8; } 2> /dev/null ;;
esac

painted() {
  if [ "$ON_TERMINAL" = true ] && [ -z "${NO_COLOR:-}" ]; then
    printf '\033[%sm%s\033[0m' "$1" "$2"
  else
    printf '%s' "$2"
  fi
}

bold() { painted 1 "$1"; }
dim() { painted 2 "$1"; }
good() { painted 32 "$1"; }
warning() { painted 33 "$1"; }
bad() { painted 31 "$1"; }

erase_line() { [ "$ON_TERMINAL" = false ] || printf '\r\033[K'; }

# A finished step: name, detail.
say_done() {
  erase_line
  printf '  %s %-19s %s\n' "$(good "$TICK")" "$1" "$(dim "${2:-}")"
}

# What is being done; the next word takes its place.
say_doing() {
  if [ "$ON_TERMINAL" = true ]; then
    erase_line
    dim "$(printf '  %s %s' "$DOTS" "$1" | cut -c "1-$((COLUMN_COUNT - 1))")"
  fi
}

say_failed() {
  erase_line
  printf '  %s %s\n' "$(bad "$CROSS")" "$1"
}

# The command line makes no sense (EX_USAGE of sysexits.h).
misuse() {
  echo "vitrine: $1 (./vitrine help shows all)" >&2
  exit 64
}
