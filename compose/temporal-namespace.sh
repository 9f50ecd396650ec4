#!/bin/sh
# Waits for the server, then makes the namespace and its search attributes.
set -eu
temporal_() {
  temporal "$@" --address "$TEMPORAL_ADDRESS" --tls-ca-path /tls/ca.crt --tls-cert-path /tls/tsunagi.crt \
    --tls-key-path /tls/tsunagi.key --tls-server-name temporal
}
attempt=0
until temporal_ operator cluster health; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 60 ] || exit 1
  sleep 2
done
temporal_ operator namespace describe -n tsunagi || temporal_ operator namespace create -n tsunagi --retention 30d
for name in CampaignId Channel; do
  temporal_ operator search-attribute create -n tsunagi --name "$name" --type Keyword || true
done
