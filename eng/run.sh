#!/usr/bin/env bash
# Brings the whole cluster up and takes the two real 2021 forms through it, down to two PDFs in out/.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data="$root/.cluster"
exit_after=false

# How long the cluster may take to come up, and the documents to be archived, in seconds.
readonly start_limit=180
readonly archive_limit=120

readonly departments=(cppcc-office npc-office)
readonly year=2021
# Far off, so that the two forms can be filed whenever this runs.
readonly deadline=2099-12-31

usage() {
  cat <<'EOF'
eng/run.sh [--exit] [--data DIR]

Installs what is missing, builds, starts the cluster through the AppHost, registers the two departments and opens the round of 2021 as
reviewer, files and submits their 2021 forms of samples/ as clerk,
waits for the archive, writes out/cppcc-office-2021.pdf and out/npc-office-2021.pdf and says where each form stands.
Then it stays up until Ctrl-C.

  --exit      stop the cluster afterwards; the exit code is 0 if all went well, else 1
  --data DIR  databases and broker data; default .cluster in the checkout. Running again on the same data is fine.
  --help      this

A cluster that is already running on the same data is used, and left running.
EOF
}

say() { printf 'run: %s\n' "$*"; }
fail() {
  printf 'run: %s\n' "$*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --exit) exit_after=true ;;
    --data)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      [ -d "$2" ] || mkdir -p -m 700 "$2"
      data=$(cd "$2" && pwd)
      shift
      ;;
    --data=*)
      [ -d "${1#--data=}" ] || mkdir -p -m 700 "${1#--data=}"
      data=$(cd "${1#--data=}" && pwd)
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done

readonly cluster_file="$data/cluster.json"
readonly log="$data/run.log"
stale_start=''
apphost_pid=''
follower_pid=''

# --- Whatever happens: no process stays behind. ---

stop_following() {
  if [ -n "$follower_pid" ]; then
    kill "$follower_pid" 2>/dev/null || true
    wait "$follower_pid" 2>/dev/null || true
    follower_pid=''
  fi
}

stop_cluster() {
  if [ -n "$apphost_pid" ]; then
    if kill -TERM "$apphost_pid" 2>/dev/null; then
      say 'stopping the cluster'
    fi
    wait "$apphost_pid" 2>/dev/null || true
    apphost_pid=''
  fi
}

clean_up() {
  trap '' INT
  stop_following
  stop_cluster
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- What the machine needs. ---

prepare_machine() {
  (cd "$root" && command -v dotnet >/dev/null && dotnet --version >/dev/null 2>&1) ||
    fail 'the .NET SDK 10.0 is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and have dotnet on the PATH'

  "$root/eng/install.sh" /usr/lib/rabbitmq/bin/rabbitmq-server=rabbitmq-server ||
    say 'no rabbitmq-server: the cluster does its whole job without it, events for other systems wait in the outbox'

  # Building restores the font by npm; a TrueType font of the system is the next best.
  "$root/eng/install.sh" npm=npm ||
    "$root/eng/install.sh" /usr/share/fonts/truetype/arphic/uming.ttc=fonts-arphic-uming ||
    say 'no npm: the font Noto Serif SC cannot be restored; PDF needs a TrueType CJK font of the system'
}

# --- The cluster. ---

# A property of cluster.json itself; those of the resources are indented deeper.
cluster_property() {
  sed -n "s/^  \"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$cluster_file" 2>/dev/null | head -n 1 || true
}

# Whether an AppHost runs on our data; its file outlives it when it is killed.
cluster_runs() {
  local pid
  pid=$(cluster_property pid)
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$(cluster_property state)" != Stopped ] &&
    { [ ! -r "/proc/$pid/cmdline" ] || tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'Liwan.AppHost'; }
}

liwan() { dotnet "$root/tools/Liwan.Cli/bin/Debug/net10.0/liwan.dll" "$@"; }

# Logs in to the cluster of our data, for the commands that follow. Aspire keeps no cluster.json that would name the folder to them.
log_in() {
  if is_aspire; then
    LIWAN_TOKEN=$(liwan login --cluster "$cluster_file" "$@" --print) || return 1
    export LIWAN_TOKEN
  else
    liwan login --cluster "$cluster_file" "$@"
  fi
}

# Aspire keeps no cluster.json: there the services themselves are asked, on their fixed ports.
is_aspire() { [ -e "$root/Liwan.AppHost/bin/Debug/net10.0/Aspire.Hosting.dll" ]; }

cluster_ready() {
  if is_aspire; then
    (log_in --as auditor && liwan status --timeout 1) >/dev/null 2>&1
  else
    [ "$(cluster_property state)" = Running ] && [ "$(cluster_property startedAt)" != "$stale_start" ]
  fi
}

build() {
  local project
  for project in "$@"; do
    say "building $project"
    dotnet build "$root/$project" -nologo -v quiet -clp:NoSummary >>"$log" 2>&1 || {
      tail -n 40 "$log" >&2
      fail "$project does not build; the whole output is in $log"
    }
  done
}

wait_until_up() {
  local pid=$1 waited=0
  until cluster_ready; do
    kill -0 "$pid" 2>/dev/null || fail "the AppHost ended before the cluster was up; see $log"
    [ "$(cluster_property startedAt)" = "$stale_start" ] || ! grep -q '"state": "CrashLoop"' "$cluster_file" ||
      fail "a service ends again and again; see $log"
    [ "$waited" -lt "$start_limit" ] || fail "the cluster is not up after $start_limit s; see $log"
    sleep 1
    waited=$((waited + 1))
    [ $((waited % 15)) -ne 0 ] || say "waiting for the cluster: $waited s"
  done
}

start_cluster() {
  # The file of an earlier run must not be taken for that of the cluster that is about to start.
  stale_start=$(cluster_property startedAt)
  say "starting the cluster; what it writes goes to $log too"
  dotnet run --no-build --project "$root/Liwan.AppHost" -- "--Cluster:DataFolder=$data" >>"$log" 2>&1 </dev/null &
  apphost_pid=$!
  tail -n 0 -F "$log" 2>/dev/null &
  follower_pid=$!
  wait_until_up "$apphost_pid"
  stop_following
}

show_addresses() {
  ! is_aspire || return 0
  say 'addresses:'
  awk -F '"' '/^      "name":/ { name = $4 } /^        "[a-z]+": "[a-z]+:/ { printf "  %-16s %-5s %s\n", name, $2, $4 }' "$cluster_file"
  say "for liwan in another shell: export LIWAN_CLUSTER=$cluster_file; logged in as clerk for an hour, see liwan login"
}

# --- The job. ---

file_and_submit() {
  local forms=() named=() department
  for department in "${departments[@]}"; do
    forms+=("$root/samples/$department-$year.json")
    named+=(--department "$department")
  done
  is_aspire || export LIWAN_CLUSTER="$cluster_file"

  say "registering the departments and opening the round of $year"
  log_in --as reviewer || return 1
  liwan register "${forms[@]}" || return 1
  liwan round open --year "$year" --deadline "$deadline" || return 1
  say 'filing and submitting the forms'
  log_in --as clerk "${named[@]}" || return 1
  liwan file "${forms[@]}" --submit || return 1
  say 'waiting for the archive'
  liwan status "${named[@]}" --year "$year" --wait-archived "$archive_limit" || return 1
  for department in "${departments[@]}"; do
    liwan render --department "$department" --year "$year" --format pdf -o "$root/out/$department-$year.pdf" || return 1
  done
}

# Addresses and a token that the caller uses otherwise are not those of this cluster.
unset LIWAN_DEPARTMENTS LIWAN_BUDGETS LIWAN_TASKINDICATORS LIWAN_REPORTS LIWAN_CLUSTER LIWAN_TOKEN
# The data folder holds figures that are not public yet, and the key of the cluster.
mkdir -p "$root/out"
[ -d "$data" ] || mkdir -p -m 700 "$data"
prepare_machine

ours=true
if cluster_runs; then
  ours=false
  say "a cluster is already running on $data (AppHost process $(cluster_property pid)): using it"
  build tools/Liwan.Cli
  wait_until_up "$(cluster_property pid)"
else
  : >"$log"
  build Liwan.AppHost tools/Liwan.Cli
  start_cluster
fi

if file_and_submit; then
  result=0
  say 'done'
else
  result=1
  say "not done: see above and $log"
fi

show_addresses
if "$exit_after" || ! "$ours"; then
  exit "$result"
fi

say 'the cluster stays up; Ctrl-C stops it. What it logs from here on:'
tail -n 0 -F "$log" 2>/dev/null &
follower_pid=$!
wait "$apphost_pid" || true
fail 'the AppHost ended by itself'
