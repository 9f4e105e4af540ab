#!/bin/sh
# Puts the files that style/index.css imports into target/rollcall.css, one after another; comments and indentation are left out.
set -eu
cd "$(dirname "$0")"
mkdir -p ../target
{
  grep '^@layer' index.css
  sed -n 's/^@import "\(.*\)";$/\1/p' index.css | while read -r file; do cat "$file"; done
} | sed -e 's:/\*[^*]*\*/::g' -e 's/^ *//' -e '/^$/d' > ../target/rollcall.css.new
mv ../target/rollcall.css.new ../target/rollcall.css
