#!/usr/bin/env bash
# Builds and lints every Bicep file; any warning fails. Takes the compiler that the tests pin, or the one that BICEP names.
set -euo pipefail
cd "$(dirname "$0")"

version=$(sed -n 's|.*Azure\.Bicep\.CommandLine\.linux-x64" Version="\[\(.*\)\]".*|\1|p' ../AgentFunctions.Tests/AgentFunctions.Tests.csproj)
bicep=${BICEP:-${NUGET_PACKAGES:-$HOME/.nuget/packages}/azure.bicep.commandline.linux-x64/$version/tools/bicep}
[ -f "$bicep" ] || { echo "No Bicep at $bicep: restore AgentFunctions.Tests, or set BICEP." >&2; exit 1; }
chmod +x "$bicep"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for file in *.bicep modules/*.bicep; do
  "$bicep" lint "$file" >>"$log" 2>&1 || true
done
"$bicep" build main.bicep --stdout >/dev/null 2>>"$log" || true
if [ -s "$log" ]; then
  sort -u "$log"
  exit 1
fi
echo "Bicep $version: no warning."
