# One database and one role for each service, made when the server's cluster is; a role sees only its own.
# Run by the image's entry point, which also says how a password reaches it: by file.
set -euo pipefail

for service in users inventory orders; do
  psql --set=ON_ERROR_STOP=1 --quiet --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --set=name="$service" --set=password="$(cat "/run/secrets/$service-database-password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
SQL
done
