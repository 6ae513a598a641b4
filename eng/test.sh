#!/usr/bin/env bash
# The test command: formats, contracts, build and all tests, with fixed seeds and small sizes. --full: the large sizes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MASSTRANSIT_USAGE_TELEMETRY=false
unset OTEL_EXPORTER_OTLP_ENDPOINT
# The tests of the cluster read what our own orchestrator writes; MSBuild takes properties from the environment.
export Orchestrator=Local

for argument in "$@"; do
  case "$argument" in
    --full) export LIWAN_TEST_FULL=1 ;;
    --help) echo "usage: eng/test.sh [--full]"; exit 0 ;;
    *) echo "test: unknown argument '$argument'; usage: eng/test.sh [--full]" >&2; exit 2 ;;
  esac
done

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

step "what the tests need"
# Without these their tests are skipped, each by name and with the reason.
eng/install.sh /usr/lib/rabbitmq/bin/rabbitmq-server=rabbitmq-server pdftotext=poppler-utils qpdf=qpdf chromium=chromium || true
command -v npm >/dev/null || { echo "test: npm is missing; it restores the font and buf" >&2; exit 1; }

step "restore"
dotnet restore Liwan.Platform.sln --locked-mode -v quiet

step "contracts"
eng/lint-protos.sh

step "build"
dotnet build Liwan.Platform.sln --no-restore -v quiet -nologo

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Beside the first tests, which leave a core free; what it says comes with the result.
dotnet format Liwan.Platform.sln --verify-no-changes --no-restore >"$results/format.log" 2>&1 &
format=$!

step "databases"
if [ -n "${LIWAN_TEST_SQLSERVER:-}" ]; then
  echo "SQLite, and the SQL Server that LIWAN_TEST_SQLSERVER names"
else
  echo "SQLite; the tests on SQL Server are skipped, since LIWAN_TEST_SQLSERVER is not set"
fi

# A test that stands still ends its host, and is named, before whoever runs this gives up.
patience=5m
[ -z "${LIWAN_TEST_FULL:-}" ] || patience=60m
failed_runs=0
# One project after the other: broker tests side by side slow each other down.
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  step "$name"
  dotnet test "$project" --no-build --nologo -v quiet --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --blame-hang-timeout "$patience" --blame-hang-dump-type none --results-directory "$results" || failed_runs=$((failed_runs + 1))
done

step "format"
formatted=1
wait "$format" || formatted=0
cat "$results/format.log"
echo "dotnet format: $([ "$formatted" = 1 ] && echo "nothing to change" || echo "FAILED, run dotnet format Liwan.Platform.sln")"

step "result"
sum() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o "[ ]$1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
failed=$(sum failed)
skipped=$(($(sum total) - $(sum executed)))
if [ "$skipped" -gt 0 ]; then
  echo "skipped:"
  grep -ho '<UnitTestResult [^>]*outcome="NotExecuted"' "$results"/*.trx | sed 's/.*testName="\([^"]*\)".*/  \1/' | sort | uniq
fi
if [ "$failed" -gt 0 ]; then
  # Last, since a log that is cut is cut at its beginning: each with the first lines of its message.
  echo "failed:"
  awk '/<UnitTestResult .*outcome="Failed"/ { match($0, /testName="[^"]*"/); print "  " substr($0, RSTART + 10, RLENGTH - 11); failed = 1 }
    failed && /<Message>/ { lines = 6; failed = 0 }
    lines > 0 { print "      " substr($0, 1, 400); lines-- } /<\/Message>/ { lines = 0 }' "$results"/*.trx
fi
# A run that crashed counts at least one failure, whatever its results say.
if [ "$failed_runs" -gt 0 ] && [ "$failed" -eq 0 ]; then failed=$failed_runs; fi
[ "$formatted" = 1 ] || echo "format: FAILED, see above"
echo "$passed passed, $failed failed"
[ "$formatted" = 1 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
