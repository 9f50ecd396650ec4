#!/bin/sh
# Waits for the server, then makes the namespaces and their search attributes.
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
# rehearsals skip time, which dynamicconfig.yaml allows in their namespace alone
for namespace in tsunagi tsunagi-rehearsal; do
  temporal_ operator namespace describe -n "$namespace" ||
    temporal_ operator namespace create -n "$namespace" --retention 30d
  for name in CampaignId Channel; do
    temporal_ operator search-attribute create -n "$namespace" --name "$name" --type Keyword || true
  done
done
