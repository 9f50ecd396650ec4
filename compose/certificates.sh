#!/bin/sh
# A private CA and certificates for PostgreSQL, Temporal and their clients, into a folder that is no part of the data:
#   sh compose/certificates.sh compose/tls
# Made once; delete a certificate to have it made anew. Keep ca.key away from the machine that runs the installation.
set -eu
folder=${1:?folder}
days=825
umask 077
mkdir -p "$folder"
cd "$folder"

if [ ! -f ca.crt ]; then
  openssl ecparam -name prime256v1 -genkey -noout -out ca.key
  openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj '/CN=Tsunagi private CA' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -out ca.crt
fi

# name, names it answers to, what it is used for
certificate() {
  [ -f "$1.crt" ] && return
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\nkeyUsage=critical,digitalSignature\n' "$2" "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days "$days" \
    -extfile "$1.ext" -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.ext"
}
certificate postgres 'DNS:postgres,DNS:localhost,IP:127.0.0.1' serverAuth
# Temporal's own services are each other's clients
certificate temporal 'DNS:temporal,DNS:localhost,IP:127.0.0.1' serverAuth,clientAuth
certificate tsunagi 'DNS:tsunagi' clientAuth
certificate temporal-ui 'DNS:temporal-ui' clientAuth
chmod 644 ./*.crt
