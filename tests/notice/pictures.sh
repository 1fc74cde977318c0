#!/bin/sh
# pictures.sh TOOL FOLDER: draws the notices that the manual shows, from the requests in samples/avvisi.
set -eu
tool=$1 folder=$2 fonts=conf/fonts
[ -s $fonts/TitilliumWeb_400Regular.ttf ] || { echo "pictures: the guide's fonts are not in $fonts (make deps)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
draw() { # name request page language second
	"$tool" $fonts "samples/avvisi/$2.json" "$work/n.pdf" "" "$4" "$5" >/dev/null
	pdftoppm -r 70 -png -f "$3" -l "$3" -singlefile "$work/n.pdf" "$work/n"
	"${PYTHON:-/usr/bin/python3}" -c 'import sys; from PIL import Image
Image.open(sys.argv[1]).quantize(32, method=2, dither=0).save(sys.argv[2], optimize=True)' "$work/n.png" "$folder/notice-$1.png"
}
draw one-postal one-postal 1 0 5
draw two two 1 0 5
draw three-postal three-postal 2 0 5
draw second-german two 1 0 1
draw english two 1 4 5
