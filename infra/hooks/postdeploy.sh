#!/bin/sh
# Brings the other regions to what azd has deployed to the first, then asks every region whether it works.
set -eu

apps=$(echo "$AGENTFN_APPS" | jq -r '.[]')
first=$(echo "$AGENTFN_APPS" | jq -r '.[0]')
hosting=${AGENTFN_HOSTING:-flexConsumption}

if [ "$hosting" = flexConsumption ] && [ "$apps" != "$first" ]; then
  package=$(mktemp -d)
  trap 'rm -rf "$package"' EXIT
  azd package app --output-path "$package/app.zip" --no-prompt
fi
for app in $apps; do
  [ "$app" != "$first" ] || continue
  if [ "$hosting" = flexConsumption ]; then
    az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" --name "$app" --src "$package/app.zip" --output none
  else
    az containerapp update --resource-group "$AZURE_RESOURCE_GROUP" --name "$app" --image "$SERVICE_CONTAINER_IMAGE_NAME" --output none
  fi
done

# The key travels over standard input, where no list of processes shows it.
status() {
  printf 'x-functions-key: %s\n' "$key" | curl --silent --output /dev/null --write-out '%{http_code}' --max-time 60 --header @- "$@" || true
}

# In a container app the Functions host keeps its keys in the blob that is named after its host id.
key_of() {
  if [ "$hosting" = flexConsumption ]; then
    az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$1" --query functionKeys.default --output tsv
  else
    az storage blob download --auth-mode login --account-name "$2" --container-name azure-webjobs-secrets --name "$1/host.json" --output none --file /dev/stdout |
      jq -r '.functionKeys[] | select(.name == "default") | .value'
  fi
}

failed=0
expect() {
  if [ "$2" = "$3" ]; then echo "  $1: $3"; else
    echo "  $1: $3, expected $2" >&2
    failed=1
  fi
}

number=0
for app in $apps; do
  endpoint=$(echo "$AGENTFN_REGIONS" | jq -r ".[$number].endpoint")
  storage=$(echo "$AGENTFN_REGIONS" | jq -r ".[$number].storage")
  number=$((number + 1))
  echo "$endpoint"

  # A first start takes a while: the image or package is fetched, and new role assignments take minutes to hold.
  key=
  tries=0
  health=$(status "$endpoint/health")
  while [ "$health" != 200 ] && [ "$tries" -lt 30 ]; do
    tries=$((tries + 1))
    sleep 10
    health=$(status "$endpoint/health")
  done
  expect 'GET /health' 200 "$health"

  if ! key=$(key_of "$app" "$storage") || [ -z "$key" ]; then
    echo "  No function key for $app: you need the right to list keys, with Container Apps Storage Blob Data Reader on $storage." >&2
    failed=1
    continue
  fi
  expect 'GET /backlog' 200 "$(status "$endpoint/backlog")"
  # Refused by name of the missing field: intake reads, and nothing is stored or paid for.
  expect 'POST /tasks without an agent' 400 "$(status --request POST --header 'content-type: application/json' --data '{}' "$endpoint/tasks")"
done
exit "$failed"
