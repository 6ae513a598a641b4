#!/usr/bin/env bash
# Installs Debian packages that are missing, or says that it cannot. Usage: eng/install.sh PROGRAM=PACKAGE ...
# A package whose PROGRAM (a command or an absolute path) is there already is left alone. Exit code 1: something is missing.
set -euo pipefail

missing=()
for pair in "$@"; do
  program=${pair%%=*}
  if ! command -v "$program" >/dev/null 2>&1 && [ ! -x "$program" ]; then
    missing+=("${pair#*=}")
  fi
done
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo=(sudo -n)
  else
    echo "install: ${missing[*]} missing, and this user may not install it; run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "install: ${missing[*]} missing, and there is no apt-get; install it by hand" >&2
  exit 1
fi

# Debian starts the services it installs; the suite wants a broker of its own and no system-wide one.
policy=/usr/sbin/policy-rc.d
kept=""
if [ -e "$policy" ]; then
  kept=$(mktemp)
  "${sudo[@]}" cp -p "$policy" "$kept"
fi
restore() {
  if [ -n "$kept" ]; then
    "${sudo[@]}" cp -p "$kept" "$policy"
    rm -f "$kept"
  else
    "${sudo[@]}" rm -f "$policy"
  fi
}
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" >/dev/null
"${sudo[@]}" chmod 755 "$policy"

echo "install: installing ${missing[*]}"
if ! { "${sudo[@]}" apt-get update -qq && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }; then
  echo "install: apt-get could not install ${missing[*]}" >&2
  exit 1
fi

# policy-rc.d keeps the broker from starting now; this keeps it from starting with the machine.
if [[ " ${missing[*]} " == *" rabbitmq-server "* ]] && command -v systemctl >/dev/null 2>&1; then
  "${sudo[@]}" systemctl disable --quiet rabbitmq-server 2>/dev/null || true
fi
