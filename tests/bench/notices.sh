#!/bin/sh
# notices.sh PROGRAM: what a notice costs here, and what a page of as many texts, boxes and codes costs
# other writers of PDF with embedded TrueType fonts. Only user CPU time counts: system time is the disk's.
fonts=conf/fonts
[ -s $fonts/TitilliumWeb_400Regular.ttf ] || fonts=/usr/share/fonts/truetype/dejavu
"$1" $fonts 20000
"$1"_haru $fonts 100
python=${PYTHON:-/usr/bin/python3}
for peer in reportlab cairo; do
	if "$python" -c "import $peer" 2>/dev/null; then
		"$python" tests/bench/notices_peer.py $peer $fonts 100
	else
		echo "$peer: SKIP, python3-$peer is not installed"
	fi
done
