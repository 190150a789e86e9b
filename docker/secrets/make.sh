#!/bin/sh
# Makes the secrets that are missing, with random values, and replaces none. Needs openssl. See README.md.
set -eu
cd "$(dirname "$0")"
umask 022
chmod 700 .

made() { [ -s "$1" ] || { cat > "$1.new" && mv "$1.new" "$1" && echo "made $1"; }; }
random() { openssl rand -hex "$1"; }

random 32 | made master-key
for name in postgres postgres-rows postgres-keys redis kurrentdb-admin kurrentdb-ops; do random 24 | made "$name-password"; done

echo "postgres://dossier_rows:$(cat postgres-rows-password)@postgres:5432/dossier" | made postgres-url
echo "postgres://dossier_keys:$(cat postgres-keys-password)@postgres:5432/dossier_keys" | made keys-url
echo "redis://:$(cat redis-password)@redis:6379" | made redis-url
echo "kurrentdb://admin:$(cat kurrentdb-admin-password)@kurrentdb:2113?tls=true&tlsCaFile=/run/secrets/kurrentdb-ca" | made kurrentdb-url

if ! [ -s kurrentdb-cert ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj '/CN=dossier-kurrentdb-ca' \
    -keyout "$work/ca.key" -out "$work/ca.crt" 2> /dev/null
  openssl req -new -newkey rsa:3072 -nodes -subj '/CN=kurrentdb-node' -keyout "$work/node.key" -out "$work/node.csr" 2> /dev/null
  printf 'subjectAltName=DNS:kurrentdb,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' > "$work/names"
  openssl x509 -req -sha256 -days 825 -in "$work/node.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial \
    -extfile "$work/names" -out "$work/node.crt" 2> /dev/null
  made kurrentdb-ca < "$work/ca.crt"
  made kurrentdb-key < "$work/node.key"
  made kurrentdb-cert < "$work/node.crt"
  # The authority's key is not kept: another certificate comes with another authority.
fi
