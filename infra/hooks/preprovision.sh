#!/bin/sh
# Holds the settings of the azd environment against what is allowed before anything is made. All that is wrong is told at once.
set -u

faults=0
fault() {
  echo "  $1" >&2
  faults=$((faults + 1))
}

for tool in az jq; do
  command -v "$tool" >/dev/null || { echo "preprovision needs $tool on the path." >&2; exit 1; }
done

stage=${AGENTFN_STAGE:-100}
hosting=${AGENTFN_HOSTING:-flexConsumption}
flex=${AGENTFN_FLEX:-true}
containers=${AGENTFN_CONTAINERS:-false}
more=${AGENTFN_MORE_LOCATIONS:-[]}
models=${AGENTFN_MODELS:-[]}
keys=${AGENTFN_MODEL_KEY_SETTINGS:-[]}
catalogue=${AGENTFN_MODELS_FILE:-AgentFunctions/models.json}

case $stage in
  100 | 1000 | 10000) ;;
  *) fault "AGENTFN_STAGE (stage) is '$stage'; allowed are 100, 1000 and 10000." ;;
esac

case $hosting in
  flexConsumption) switches='true false' ;;
  containerApps) switches='false true' ;;
  *)
    switches="$flex $containers"
    fault "AGENTFN_HOSTING (hosting) is '$hosting'; allowed are flexConsumption and containerApps."
    ;;
esac
if [ "$flex $containers" != "$switches" ]; then
  fault "AGENTFN_FLEX and AGENTFN_CONTAINERS are '$flex $containers'; with AGENTFN_HOSTING $hosting they must be '$switches', so that azd deploys to what is made."
fi
if [ "$hosting" = containerApps ] && [ "$stage" = 100 ]; then
  fault "AGENTFN_HOSTING (hosting): containerApps is for stages 1000 and 10000."
fi

case ${AGENTFN_ALERT_EMAIL:-} in
  ?*@?*) ;;
  *) fault "AGENTFN_ALERT_EMAIL (alertEmail) is '${AGENTFN_ALERT_EMAIL:-}'; give the address that alerts go to." ;;
esac

positive() {
  case $2 in
    '' | *[!0-9]* | 0*) fault "$1 is '$2'; give a whole number above 0." ;;
  esac
}
positive 'AGENTFN_MONTHLY_BUDGET (monthlyBudget)' "${AGENTFN_MONTHLY_BUDGET:-}"
positive 'AGENTFN_DAILY_MODEL_SPEND_USD (dailyModelSpendUsd)' "${AGENTFN_DAILY_MODEL_SPEND_USD:-}"

if ! echo "$more" | jq -e 'type == "array" and all(.[]; type == "string")' >/dev/null 2>&1; then
  fault "AGENTFN_MORE_LOCATIONS (moreLocations) is '$more'; give a JSON array of regions, such as [\"northeurope\"]."
else
  count=$(echo "$more" | jq length)
  if [ "$stage" = 10000 ] && [ "$count" = 0 ]; then
    fault "AGENTFN_MORE_LOCATIONS (moreLocations): stage 10000 runs in two regions or more; name at least one beside ${AZURE_LOCATION:-AZURE_LOCATION}."
  elif [ "$stage" != 10000 ] && [ "$count" != 0 ]; then
    fault "AGENTFN_MORE_LOCATIONS (moreLocations): only stage 10000 runs in several regions."
  fi
  twice=$(echo "$more" | jq -r --arg first "${AZURE_LOCATION:-}" '[$first] + . | map(ascii_downcase | gsub(" "; "")) | group_by(.) | map(select(length > 1)[0]) | join(", ")')
  [ -z "$twice" ] || fault "AGENTFN_MORE_LOCATIONS (moreLocations): listed twice: $twice."
fi

case ${AGENTFN_ACCESS_MODE:-HostKey} in
HostKey | Keys) ;;
*) fault "AGENTFN_ACCESS_MODE (accessMode) is '$AGENTFN_ACCESS_MODE'; allowed are HostKey and Keys." ;;
esac

# A key that the catalogue asks for and nobody provides would stop the app at its first call.
if [ -f "$catalogue" ]; then
  wanted=$(sed 's|^[[:space:]]*//.*||' "$catalogue" | grep -oE '"apiKeySetting"[[:space:]]*:[[:space:]]*"[^"]+"' | sed 's/.*"\([^"]*\)"$/\1/' | jq -Rn '[inputs] | unique')
  missing=$(jq -nr --argjson wanted "$wanted" --arg keys "$keys" '$wanted - ($keys | fromjson? // []) | join(", ")')
  [ -z "$missing" ] || fault "AGENTFN_MODEL_KEY_SETTINGS (modelKeySettings): $catalogue needs the settings $missing, which are not in '$keys'."
fi

# The quota of a model counts thousands of tokens a minute per region and kind of deployment; what is deployed already is ours to reuse.
if ! echo "$models" | jq -e 'type == "array"' >/dev/null 2>&1; then
  fault "AGENTFN_MODELS (models) is '$models'; give a JSON array of {name, model, version, sku, capacity}."
elif [ "$models" != '[]' ]; then
  usage=$(az cognitiveservices usage list --location "${AZURE_LOCATION:-}" --output json) || exit 1
  account=$(az cognitiveservices account list --resource-group "rg-${AZURE_ENV_NAME:-}" --query '[0].name' --output tsv 2>/dev/null) || account=
  deployed='[]'
  [ -z "$account" ] || deployed=$(az cognitiveservices account deployment list --resource-group "rg-$AZURE_ENV_NAME" --name "$account" --output json) || exit 1
  short=$(jq -nr --argjson models "$models" --argjson usage "$usage" --argjson deployed "$deployed" --arg place "${AZURE_LOCATION:-}" '
    $models | group_by(.sku + "." + .model)[]
    | ("OpenAI." + .[0].sku + "." + .[0].model) as $quota
    | (map(.capacity // 0) | add) as $wanted
    | (map(.name) | join(", ")) as $names
    | (.[0].model) as $model | (.[0].sku) as $sku
    | ([$deployed[] | select(.properties.model.name == $model and .sku.name == $sku) | .sku.capacity] | add // 0) as $ours
    | ([$usage[] | select(.name.value == $quota)] | first) as $known
    | if any(.[]; (.capacity | type) != "number" or .capacity < 1) then "AGENTFN_MODELS (models): \($names): capacity must be 1 or more, in thousands of tokens a minute."
      elif $known == null then "AGENTFN_MODELS (models): \($names): \($place) has no quota \($quota); choose another region, sku or model."
      elif $known.limit - $known.currentValue + $ours < $wanted then "AGENTFN_MODELS (models): \($names): capacity \($wanted) is more than what is left of \($quota) in \($place): \($known.limit - $known.currentValue + $ours)."
      else empty end') || exit 1
  if [ -n "$short" ]; then
    echo "$short" | sed 's/^/  /' >&2
    faults=$((faults + 1))
  fi
fi

if [ "$faults" -gt 0 ]; then
  echo "Nothing was changed. Correct the above with azd env set NAME VALUE; docs/deploy.md lists all settings." >&2
  exit 1
fi

# A pipeline begins with an empty environment; without this the app would be replaced by the bare host until its new image is there.
if [ "$hosting" = containerApps ] && [ -z "${SERVICE_CONTAINER_IMAGE_NAME:-}" ]; then
  image=$(az containerapp list --resource-group "rg-${AZURE_ENV_NAME:-}" --query '[0].properties.template.containers[0].image' --output tsv 2>/dev/null) || image=
  [ -z "$image" ] || azd env set SERVICE_CONTAINER_IMAGE_NAME "$image"
fi
