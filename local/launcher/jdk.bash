# shellcheck shell=bash
# Finds a JDK that is new enough, wherever people keep them.

readonly WANTED_JDK=25
JDK=

# The number in a JDK's "release" file, such as 25; nothing when there is none.
jdk_version() {
  [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
}

# A folder with a compiler, and new enough.
is_wanted_jdk() {
  local version
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  version="$(jdk_version "$1")"
  [ -n "$version" ] && [ "$version" -ge "$WANTED_JDK" ]
}

# The home of the java in the PATH; asked for, since it may be a link or a version switcher's stub.
jdk_in_path() {
  command -v java > /dev/null 2>&1 || return 0
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1
}

# One candidate a line.
usual_jdks() {
  local folder
  for folder in \
    /usr/lib/jvm/* \
    /usr/lib64/jvm/* \
    /usr/java/* \
    /usr/local/java/* \
    /opt/java/* \
    /opt/jdk* \
    /opt/temurin* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
    "${HOME:-/nowhere}"/.jdks/* \
    "${HOME:-/nowhere}"/.asdf/installs/java/* \
    "${HOME:-/nowhere}"/.local/share/mise/installs/java/* \
    "${HOME:-/nowhere}"/.jenv/versions/*; do
    [ -d "$folder" ] && echo "$folder"
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$WANTED_JDK+" 2> /dev/null
  fi
  return 0
}

# Sets JDK to the best one; to nothing when there is none. What the person chose comes first; among
# the others the version that the build is made for, then the newest.
find_jdk() {
  local candidate version best=0
  JDK=
  for candidate in "${JAVA_HOME:-}" "$(jdk_in_path)"; do
    if is_wanted_jdk "$candidate"; then
      JDK="$candidate"
      return 0
    fi
  done
  while IFS= read -r candidate; do
    is_wanted_jdk "$candidate" || continue
    version="$(jdk_version "$candidate")"
    if [ "$version" -eq "$WANTED_JDK" ]; then
      JDK="$candidate"
      return 0
    fi
    if [ "$version" -gt "$best" ]; then
      best="$version"
      JDK="$candidate"
    fi
  done << CANDIDATES
$(usual_jdks)
CANDIDATES
}

how_to_get_a_jdk() {
  cat << ADVICE
  Debian, Ubuntu   apt-get install openjdk-$WANTED_JDK-jdk, or temurin-$WANTED_JDK-jdk (adoptium.net/installation)
  Fedora           dnf install java-$WANTED_JDK-openjdk-devel
  macOS            brew install --cask temurin@$WANTED_JDK
  any system       unpack a JDK $WANTED_JDK from adoptium.net, and set JAVA_HOME to its folder
ADVICE
}

# What there is instead, one line each.
unsuitable_jdks() {
  local path
  if [ -n "${JAVA_HOME:-}" ]; then
    echo "  JAVA_HOME is $JAVA_HOME ($(what_is "$JAVA_HOME"))"
  fi
  path="$(jdk_in_path)"
  if [ -n "$path" ]; then
    echo "  java in the PATH is of $path ($(what_is "$path"))"
  fi
}

what_is() {
  local version
  version="$(jdk_version "$1")"
  if [ ! -x "$1/bin/java" ]; then
    echo "no Java there"
  elif [ -z "$version" ]; then
    echo "of unknown version"
  elif [ ! -x "$1/bin/javac" ]; then
    echo "Java $version, without a compiler"
  else
    echo "Java $version"
  fi
}

require_jdk() {
  find_jdk
  [ -z "$JDK" ] || return 0
  {
    echo "vitrine: a JDK $WANTED_JDK or later is needed, and there is none in JAVA_HOME, in the PATH, or in the usual folders."
    unsuitable_jdks
    echo "Install one, and run this again:"
    how_to_get_a_jdk
  } >&2
  exit 1
}
