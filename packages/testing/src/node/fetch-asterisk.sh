#!/bin/bash
# Fetches Asterisk 22 into a folder: plain apt-get with a state of its own and dpkg-deb -x. Nothing is installed on the
# machine, no root is needed, nothing runs from the packages. Debian 12 and 13 have no Asterisk: forky has, else sid.
# The mirror is the one of the machine's own apt sources.
# usage: fetch-asterisk.sh DIR   (some 80 MB to download, 220 MB on disk; does nothing when it is already there)
set -euo pipefail

dir=$(realpath -m "$1")
[ -x "$dir/usr/sbin/asterisk" ] && exit 0

for tool in apt-get dpkg dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "fetch-asterisk: $tool is missing; this needs Debian or a kin of it" >&2; exit 1; }
done

mirror=$(apt-get indextargets -o APT::Get::IndexTargets::ReleaseInfo=false --format '$(SITE)' 'Created-By: Packages' |
  grep -m1 -E '/debian/?$' || true)
[ -n "$mirror" ] || { echo "fetch-asterisk: the machine's apt sources name no Debian mirror" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work" "$dir.part"' EXIT
mkdir -p "$work"/state/lists/partial "$work"/cache/archives/partial
: >"$work/status"

private=(
  -q
  -o "Dir::Etc::SourceList=$work/sources.list"
  -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State=$work/state"
  -o "Dir::State::status=$work/status"
  -o "Dir::Cache=$work/cache"
  # A mirror that is a snapshot has Release files past their date.
  -o Acquire::Check-Valid-Until=false
  -o Acquire::Retries=3
  -o APT::Install-Recommends=false
  # docker-clean would delete what was downloaded.
  -o APT::Keep-Downloaded-Packages=true
  -o 'DPkg::Post-Invoke::='
)
[ "$(id -u)" -eq 0 ] && private+=(-o APT::Sandbox::User=root)

fetched=
for suite in forky sid; do
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
  if apt-get "${private[@]}" update >"$work/log" 2>&1 &&
    apt-get "${private[@]}" install -y --download-only asterisk >>"$work/log" 2>&1; then
    fetched=$suite
    break
  fi
done
[ -n "$fetched" ] || { tail -5 "$work/log" >&2; echo "fetch-asterisk: neither forky nor sid could be fetched" >&2; exit 1; }

rm -rf "$dir.part"
mkdir -p "$dir.part"
for package in "$work"/cache/archives/*.deb; do dpkg-deb -x "$package" "$dir.part"; done
# What update-alternatives would have done.
ln -sfn en_US_f_Allison "$dir.part/usr/share/asterisk/sounds/en"
rm -rf "$dir.part"/usr/share/{doc,man,locale,perl,info}
rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
mv "$dir.part" "$dir"
echo "fetch-asterisk: Asterisk of Debian $fetched is in $dir"
