#!/usr/bin/env bash
# Real parts that tests run against. Installs what is missing when it may, else says what is.
set -euo pipefail

missing=()
for package in postgresql postgresql-15-postgis-3 libimage-exiftool-perl gdal-bin nodejs npm git chromium python3-venv; do
	case $package in
	nodejs) command -v node >/dev/null && continue ;;
	python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null && continue ;;
	npm | git) command -v "$package" >/dev/null && continue ;;
	esac
	dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done

# The browser's engine without its windows: the desk's tests take a third less with it, and run without it.
quicker=chromium-headless-shell
if ! dpkg -s $quicker >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
	wished=$quicker
fi
[ ${#missing[@]} -eq 0 ] && [ -z "${wished:-}" ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
	echo "These Debian packages are missing, and tests that need them will fail: ${missing[*]}" >&2
	exit 1
fi
echo "Installing ${missing[*]} ${wished:-}"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update || [ ${#missing[@]} -eq 0 ]
if [ ${#missing[@]} -gt 0 ]; then apt-get -qq install --no-install-recommends "${missing[@]}" >/dev/null; fi
if [ -n "${wished:-}" ]; then apt-get -qq install --no-install-recommends "$wished" >/dev/null || echo "$wished is not to be had: the desk's tests take longer."; fi
