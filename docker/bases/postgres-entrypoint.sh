#!/bin/bash
# Makes the cluster at the first start and runs the server as `postgres`; see postgres.Dockerfile.
set -euo pipefail

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
server_options=(-c "unix_socket_directories=/var/run/postgresql")

read_password() {
  if [[ -n ${POSTGRES_PASSWORD_FILE:-} ]]; then
    cat "$POSTGRES_PASSWORD_FILE"
  elif [[ -n ${POSTGRES_PASSWORD:-} ]]; then
    printf '%s' "$POSTGRES_PASSWORD"
  else
    echo 'POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE is needed to make a new cluster' >&2
    return 1
  fi
}

initialize() {
  local password
  password=$(read_password)
  initdb --pgdata="$PGDATA" --username="$user" --pwfile=<(printf '%s\n' "$password") \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums >/dev/null
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"

  # Scripts see a server that nobody else can reach.
  pg_ctl --pgdata="$PGDATA" --silent --wait --options="${server_options[*]} -c listen_addresses=''" start
  if [[ $database != postgres ]]; then
    psql --username="$user" --dbname=postgres --quiet --set=name="$database" <<<'CREATE DATABASE :"name"'
  fi
  export POSTGRES_USER=$user POSTGRES_DB=$database
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) bash "$script" ;;
      *.sql) psql --set=ON_ERROR_STOP=1 --username="$user" --dbname="$database" --quiet --file="$script" ;;
    esac
  done
  pg_ctl --pgdata="$PGDATA" --silent --wait --mode=fast stop
}

if [[ ${1:-postgres} == -* ]]; then set -- postgres "$@"; fi
if [[ $1 != postgres ]]; then exec "$@"; fi

if [[ $(id -u) == 0 ]]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [[ ! -s $PGDATA/PG_VERSION ]]; then
  # A cluster counts when its scripts have run, too.
  trap 'find "$PGDATA" -mindepth 1 -delete' EXIT
  initialize
  trap - EXIT
fi
exec "$@" "${server_options[@]}"
