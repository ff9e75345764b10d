#!/usr/bin/env bash
# The Debian packages that the tests use beside Python's: Tesseract with Russian, Chromium, PostgreSQL.
# casefold itself runs without them: scans stay unread without Tesseract's languages, the rest is for tests alone.
set -euo pipefail

packages=(chromium make postgresql tesseract-ocr tesseract-ocr-eng tesseract-ocr-rus)

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $state == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "Debian packages: all ${#packages[@]} are there"
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  as_root=(sudo)
fi
echo "Debian packages: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
