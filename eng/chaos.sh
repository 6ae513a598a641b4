#!/usr/bin/env bash
# Kills and cuts everything while forms are submitted, returned, accepted and published, and says whether anything was lost.
# Usage: eng/chaos.sh [--minutes N] [--seed S]. Exit code 1: something was lost, or happened twice. The verdict is the last line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MASSTRANSIT_USAGE_TELEMETRY=false Orchestrator=Local
usage() { echo "usage: eng/chaos.sh [--minutes N] [--seed S]"; }
minutes=1
seed=$((RANDOM * 32768 + RANDOM))
while [ $# -gt 0 ]; do
  case "$1" in
    --minutes) minutes=${2:-}; shift ;;
    --seed) seed=${2:-}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[[ "$minutes" =~ ^[1-9][0-9]{0,3}$ && "$seed" =~ ^[0-9]{1,9}$|^1[0-9]{9}$ ]] || { usage >&2; exit 2; }

eng/install.sh /usr/lib/rabbitmq/bin/rabbitmq-server=rabbitmq-server || { echo "chaos: not run: rabbitmq-server is missing"; exit 1; }
echo "chaos: building"
dotnet build tests/Liwan.Cluster.Tests -nologo -v quiet -clp:NoSummary

log=$(mktemp)
output=$(mktemp)
trap 'kill "$follower" 2>/dev/null || true; rm -f "$log" "$output"' EXIT
tail -n +1 -F "$log" 2>/dev/null &
follower=$!
if LIWAN_CHAOS_LOG=$log LIWAN_CHAOS_SECONDS=$((minutes * 60)) LIWAN_CHAOS_SEED=$seed \
  dotnet test tests/Liwan.Cluster.Tests --no-build --nologo -v quiet --filter FullyQualifiedName~ChaosTests >"$output" 2>&1; then
  verdict="nothing was lost, and nothing happened twice"
  result=0
else
  verdict="FAILED"
  result=1
fi
sleep 1.2 # What follows the log looks once a second.
kill "$follower" 2>/dev/null || true
wait "$follower" 2>/dev/null || true
[ "$result" -eq 0 ] || cat "$output"
echo "chaos: verdict after $minutes min, seed $seed: $verdict"
exit "$result"
