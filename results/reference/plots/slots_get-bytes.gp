# Made by tare 0.1.0. `gnuplot slots_get-bytes.gp` draws slots_get-bytes.svg and .png beside it.
reset
undefine $*
set encoding utf8

$bytes1 << EOD
1 0 39.9679 39.9679 40 48.0008 48.0008
2 0 47.9719 47.9719 48.004 48.0048 48.0048
3 0 151.9679 151.9679 152 168.0008 168.0008
4 0 192.9679 192.9679 232 264.0008 264.0008
5 0 871.9679 871.9679 872 888.0008 888.0008
EOD
set label 1 '{/:Bold Read one attribute of n objects: names in each, or shared}' at screen 0.0244,0.9323 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 10,000 · usable bytes per item, with all else on the heap · where types are not known padding counts as payload' at screen 0.0244,0.8672 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1426
set rmargin at screen 0.8943
set bmargin at screen 0.1927
set tmargin at screen 0.7135
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:905.760816]
set xtics ('0' 0, '100 B' 100, '200 B' 200, '300 B' 300, '400 B' 400, '500 B' 500, '600 B' 600, '700 B' 700, '800 B' 800, '900 B' 900) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'bytes an item  (less is better)' at screen 0.5184,0.0729 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set object 1 rectangle from screen 0.1426,0.7357 to screen 0.1548,0.7643 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 4 'payload' at screen 0.1604,0.7500 left noenhanced front font ',13' textcolor rgb '#222222'
set object 2 rectangle from screen 0.2420,0.7357 to screen 0.2542,0.7643 front fillcolor rgb '#f0e442' fillstyle solid noborder
set label 5 'never written' at screen 0.2598,0.7500 left noenhanced front font ',13' textcolor rgb '#222222'
set object 3 rectangle from screen 0.3807,0.7357 to screen 0.3929,0.7643 front fillcolor rgb '#222222' fillstyle solid noborder
set label 6 'allocator' at screen 0.3985,0.7500 left noenhanced front font ',13' textcolor rgb '#222222'
set label 7 'fields' at screen 0.1292,0.6615 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'slot_array' at screen 0.1292,0.5573 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'table_open' at screen 0.1292,0.4531 right noenhanced front font ',16' textcolor rgb '#222222'
set label 10 'glib' at screen 0.1292,0.3490 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 'uthash' at screen 0.1292,0.2448 right noenhanced front font ',16' textcolor rgb '#222222'
set label 12 '48.0 B' at screen 0.1935,0.6615 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 '48.0 B' at screen 0.1935,0.5573 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '168.0 B' at screen 0.2931,0.4531 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '264.0 B' at screen 0.3728,0.3490 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '888.0 B' at screen 0.8907,0.2448 left noenhanced front font ',16' textcolor rgb '#222222'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'slots_get-bytes'
set terminal svg enhanced size 900,384 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $bytes1 using 2:1:2:3:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#0072b2', \
    $bytes1 using 4:1:4:5:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#f0e442', \
    $bytes1 using 5:1:5:6:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#222222'

set terminal pngcairo enhanced size 1800,768 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
