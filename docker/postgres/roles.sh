#!/bin/sh
# Run once by the image, when the volume is new: two databases, each with a role of its own. Who reads rows cannot read keys.
set -eu
for role in rows keys; do
  database=$([ "$role" = rows ] && echo dossier || echo dossier_keys)
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v role="dossier_$role" -v database="$database" -v password="$(cat "/run/secrets/postgres-$role-password")" << 'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"role";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
done
