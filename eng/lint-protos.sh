#!/usr/bin/env bash
# Lints the contracts with buf, and refuses what would break a caller of the baseline (shared-protos/baseline.binpb).
# --renew makes the contracts as they are now the baseline: do that when a release is made.
# The google/* imports come from the restored Google.Api.CommonProtos package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

renew=false
case "${1:-}" in
  '') ;;
  --renew) renew=true ;;
  *) echo "usage: eng/lint-protos.sh [--renew]" >&2; exit 2 ;;
esac

version=$(sed -n 's/.*Include="Google.Api.CommonProtos" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
protos="${NUGET_PACKAGES:-$HOME/.nuget/packages}/google.api.commonprotos/$version/content/protos"
if [ ! -d "$protos" ]; then
  echo "lint-protos: $protos is missing; run 'dotnet restore' first" >&2
  exit 1
fi
rm -rf .buf/google && mkdir -p .buf/google && cp -R "$protos/google" .buf/google/

# Not npm ci: it insists on a lock entry for buf's binary of every platform, and not every registry carries them all.
{ [ -x eng/node_modules/.bin/buf ] && [ -e eng/node_modules/axe-core/axe.min.js ]; } || (cd eng && npm install --no-save --ignore-scripts --loglevel=error)
buf=eng/node_modules/.bin/buf
baseline=shared-protos/baseline.binpb

"$buf" lint shared-protos
if [ "$renew" = true ]; then
  "$buf" build shared-protos --exclude-source-info -o "$baseline"
  echo "lint-protos: $baseline is renewed; commit it, and say in CHANGELOG.md what callers have to change, if anything"
elif ! "$buf" breaking shared-protos --against "$baseline"; then
  echo "lint-protos: callers of the baseline would break; the versioning promise in docs/api.md says what may change" >&2
  exit 1
fi
echo "lint-protos: shared-protos is clean, and breaks no caller"
