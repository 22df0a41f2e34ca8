#!/bin/sh
# Builds a PostgreSQL image for the tests where none can be pulled: from the same binaries that the
# embedded server is, and from this machine's C library and shell. Needs Docker, Maven, unzip, xz.
#
#   build-postgres-image.sh [image]
#   mvn verify -Dvitrine.test.postgres=container -Dvitrine.test.postgres.image=[image]
#
# Where no image can be pulled at all, also TESTCONTAINERS_RYUK_DISABLED=true, and, inside a container,
# TESTCONTAINERS_HOST_OVERRIDE=localhost: otherwise Testcontainers waits for images of its own.
set -eu

image=${1:-vitrine-test-postgres:local}
here=$(cd "$(dirname "$0")" && pwd)
pom=$here/../../../../pom.xml
version=$(sed -n 's|.*<embedded-postgres-binaries.version>\(.*\)</.*|\1|p' "$pom")
artifact=embedded-postgres-binaries-linux-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64v8/')

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -B -f "$pom" -N dependency:copy -DoutputDirectory="$work" \
  -Dartifact="io.zonky.test.postgres:$artifact:$version"
unzip -q "$work/$artifact-$version.jar" '*.txz' -d "$work"

root=$work/root
mkdir -p "$root/usr/local/pgsql" "$root/bin" "$root/etc" "$root/tmp" "$root/data"
tar -xJf "$work"/*.txz -C "$root/usr/local/pgsql"
cp "$here/entrypoint.sh" "$root/"
cp /bin/sh "$root/bin/sh"
echo 'postgres:x:70:70::/data:/bin/sh' > "$root/etc/passwd"
echo 'postgres:x:70:' > "$root/etc/group"

# Every library of the system that these need, where they look for it.
ldd "$root/bin/sh" "$root"/usr/local/pgsql/bin/* "$root"/usr/local/pgsql/lib/*.so* \
  | sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' \
  | grep -v "^$work" | sort -u \
  | while read -r library; do
      mkdir -p "$root$(dirname "$library")"
      cp -L "$library" "$root$library"
    done

tar -C "$root" --owner=70 --group=70 -c . | docker import \
  --change 'ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]' \
  --change 'CMD ["postgres"]' \
  --change 'USER 70:70' \
  --change 'EXPOSE 5432' \
  --change 'ENV PATH=/usr/local/pgsql/bin:/bin' \
  - "$image"
