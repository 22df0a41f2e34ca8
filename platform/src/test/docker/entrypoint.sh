# What the official image's entry point does with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB:
# a first start that nobody else reaches makes the database, the second one serves. In the shell's
# own words only: the image has no other program.
set -eu

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [ ! -s /data/base/PG_VERSION ]; then
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  initdb -D /data/base -U "$user" --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --no-sync
  printf 'host all all all scram-sha-256\n' >> /data/base/pg_hba.conf
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s"\n' "$database" | postgres --single -D /data/base postgres
  fi
  pg_ctl -D /data/base -w -o '-c listen_addresses= -c unix_socket_directories=/tmp' start
  pg_ctl -D /data/base -w stop
fi

exec "$@" -D /data/base -c listen_addresses='*' -c unix_socket_directories=/tmp
