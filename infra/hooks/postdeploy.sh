#!/bin/sh
# Brings the other regions to what azd has deployed to the first, then asks every region with a key whether it works.
set -eu

apps=$(echo "$AGENTFN_APPS" | jq -r '.[]')
first=$(echo "$AGENTFN_APPS" | jq -r '.[0]')
hosting=${AGENTFN_HOSTING:-flexConsumption}
access=${AGENTFN_ACCESS_MODE:-HostKey}

# Keys pass through it; nobody else may read them.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "$hosting" = flexConsumption ] && [ "$apps" != "$first" ]; then
  azd package app --output-path "$work/app.zip" --no-prompt
fi
for app in $apps; do
  [ "$app" != "$first" ] || continue
  if [ "$hosting" = flexConsumption ]; then
    az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" --name "$app" --src "$work/app.zip" --output none
  else
    az containerapp update --resource-group "$AZURE_RESOURCE_GROUP" --name "$app" --image "$SERVICE_CONTAINER_IMAGE_NAME" --output none
  fi
done

# The key travels over standard input, where no list of processes shows it.
status() {
  if [ "$access" = Keys ]; then header='Authorization: Bearer'; else header='x-functions-key:'; fi
  printf '%s %s\n' "$header" "$key" | curl --silent --output /dev/null --write-out '%{http_code}' --max-time 60 --header @- "$@" || true
}

region() {
  echo "$AGENTFN_REGIONS" | jq -r ".[$1].$2"
}

# In a container app the Functions host keeps its keys in the blob that is named after its host id.
keys_of() {
  az storage blob download --auth-mode login --account-name "$2" --container-name azure-webjobs-secrets --name "$1/host.json" --output none --file "$3"
}

key_of() {
  if [ "$access" = Keys ]; then
    az keyvault secret show --vault-name "$AGENTFN_KEY_VAULT" --name AgentFunctions--Access--OperatorKey --query value --output tsv
  elif [ "$hosting" = flexConsumption ]; then
    az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$1" --query functionKeys.default --output tsv
  else
    keys_of "$1" "$2" "$work/host.json" && jq -r '.functionKeys[] | select(.name == "default") | .value' "$work/host.json"
  fi
}

# Regions hand requests on with the caller's key, so all take the first one's (docs/regions.md).
give_key() {
  if [ "$hosting" = flexConsumption ]; then
    jq -n --arg value "$key" '{properties: {name: "default", value: $value}}' >"$work/key.json"
    az rest --method put --body @"$work/key.json" --output none \
      --url "/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.Web/sites/$1/host/default/functionKeys/default?api-version=2024-11-01"
  else
    az storage blob upload --auth-mode login --account-name "$2" --container-name azure-webjobs-secrets --name "$1/host.json" --file "$work/host.json" --overwrite --output none
    revision=$(az containerapp show --resource-group "$AZURE_RESOURCE_GROUP" --name "$1" --query properties.latestRevisionName --output tsv)
    az containerapp revision restart --resource-group "$AZURE_RESOURCE_GROUP" --name "$1" --revision "$revision" --output none
  fi
}

failed=0
expect() {
  if [ "$2" = "$3" ]; then echo "  $1: $3"; else
    echo "  $1: $3, expected $2" >&2
    failed=1
  fi
}

# A first start takes a while: the image or package is fetched, and new role assignments take minutes to hold.
healthy() {
  tries=0
  health=$(status "$1/health")
  while [ "$health" != 200 ] && [ "$tries" -lt 30 ]; do
    tries=$((tries + 1))
    sleep "${AGENTFN_SMOKE_PAUSE:-10}"
    health=$(status "$1/health")
  done
  expect 'GET /health' 200 "$health"
}

key=
healthy "$(region 0 endpoint)/api" >/dev/null
if ! key=$(key_of "$first" "$(region 0 storage)") || [ -z "$key" ]; then
  if [ "$access" = Keys ]; then
    echo "No operator's key for $first: you need Key Vault Secrets User on $AGENTFN_KEY_VAULT." >&2
  else
    echo "No function key for $first: you need the right to list its keys; with Container Apps, Storage Blob Data Contributor on $(region 0 storage)." >&2
  fi
  exit 1
fi

number=0
for app in $apps; do
  endpoint="$(region "$number" endpoint)/api"
  echo "$endpoint"
  healthy "$endpoint"
  if [ "$app" != "$first" ] && [ "$access" = HostKey ]; then
    give_key "$app" "$(region "$number" storage)"
    healthy "$endpoint"
  fi
  number=$((number + 1))
  expect 'GET /backlog' 200 "$(status "$endpoint/backlog")"
  # Refused by name of the missing field: intake reads, and nothing is stored or paid for.
  expect 'POST /tasks without an agent' 400 "$(status --request POST --header 'content-type: application/json' --data '{}' "$endpoint/tasks")"
done
exit "$failed"
