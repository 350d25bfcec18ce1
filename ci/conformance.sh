#!/usr/bin/env bash
# What the templates for GitHub and GitLab do alike: install, play (a shard), merge shards, bundle, gate.
# Paths in CAPIF_TARGET, CAPIF_SCENARIOS and CAPIF_BASELINE count from the folder that this is called in; reports go to reports/out of the
# harness. Nothing here prints a variable.
set -euo pipefail

harness="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="$harness/reports/out"

# Neither the harness nor the hooks of a target need the key that a bundle is signed with.
signing_key="${CAPIF_SIGNING_KEY:-}"
passphrase="${CAPIF_KEY_PASSPHRASE:-}"
unset CAPIF_SIGNING_KEY CAPIF_KEY_PASSPHRASE

playwright() {
  node "$harness/node_modules/@playwright/test/cli.js" "$@" --config "$harness/playwright.config.ts"
}

conformance() {
  node "$harness/cli/capif-conformance.js" "$@"
}

# What failed is for the gate to judge. 2 and more say that nothing was played; then there is nothing to judge.
judge_later() {
  local status=0
  "$@" || status=$?
  if [ "$status" -gt 1 ]; then exit "$status"; fi
}

install() {
  (cd "$harness" && npm ci --omit=dev --no-audit --no-fund)
}

# play [i/n]: everything, with reports; or a shard, which leaves a blob in reports/out/blob.
play() {
  local shard="${1:-}" more=()
  read -r -a more <<<"${CAPIF_PLAYWRIGHT_ARGS:-}"
  rm -rf "$out"
  if [ -z "$shard" ]; then
    judge_later playwright test "${more[@]}"
  else
    PLAYWRIGHT_BLOB_OUTPUT_DIR="$out/blob" judge_later playwright test "--shard=$shard" --reporter=blob "${more[@]}"
  fi
}

# merge <folder>: the reports of all shards, from their blobs.
merge() {
  rm -rf "$out"
  judge_later playwright merge-reports "$1"
}

# bundle: conformance.zip beside the reports, signed if CAPIF_SIGNING_KEY holds a private key (PEM, or a file of it).
bundle() {
  if [ -z "$signing_key" ]; then
    conformance bundle --from "$out" --out "$out/conformance.zip"
  elif [ -f "$signing_key" ]; then
    CAPIF_KEY_PASSPHRASE="$passphrase" conformance bundle --from "$out" --out "$out/conformance.zip" --key "$signing_key"
  else
    printf '%s\n' "$signing_key" |
      CAPIF_KEY_PASSPHRASE="$passphrase" conformance bundle --from "$out" --out "$out/conformance.zip" --key -
  fi
}

gate() {
  conformance gate --policy "${CAPIF_POLICY:-shall}" "$out/conformance.json"
}

case "${1:-}" in
  install | play | merge | bundle | gate) "$@" ;;
  *)
    echo "usage: conformance.sh install | play [i/n] | merge <folder> | bundle | gate" >&2
    exit 2
    ;;
esac
