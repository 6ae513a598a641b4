#!/usr/bin/env bash
# Lints the contracts with buf. The google/* imports come from the restored Google.Api.CommonProtos package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's/.*Include="Google.Api.CommonProtos" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
protos="${NUGET_PACKAGES:-$HOME/.nuget/packages}/google.api.commonprotos/$version/content/protos"
if [ ! -d "$protos" ]; then
  echo "lint-protos: $protos is missing; run 'dotnet restore' first" >&2
  exit 1
fi
rm -rf .buf/google && mkdir -p .buf/google && cp -R "$protos/google" .buf/google/

# Not npm ci: it insists on a lock entry for buf's binary of every platform, and not every registry carries them all.
[ -x eng/node_modules/.bin/buf ] || (cd eng && npm install --no-save --ignore-scripts --loglevel=error)
eng/node_modules/.bin/buf lint shared-protos
echo "lint-protos: shared-protos is clean"
