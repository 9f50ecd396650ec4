#!/bin/sh
# Waits for the server, then makes the namespace and its search attributes.
set -eu
attempt=0
until temporal operator cluster health --address "$TEMPORAL_ADDRESS"; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 60 ] || exit 1
  sleep 2
done
temporal operator namespace describe -n tsunagi --address "$TEMPORAL_ADDRESS" ||
  temporal operator namespace create -n tsunagi --retention 30d --address "$TEMPORAL_ADDRESS"
for name in CampaignId Channel; do
  temporal operator search-attribute create -n tsunagi --name "$name" --type Keyword --address "$TEMPORAL_ADDRESS" || true
done
