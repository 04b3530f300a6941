# Made by tare 0.1.0. `gnuplot sum_x-bytes.gp` draws sum_x-bytes.svg and .png beside it.
reset
undefine $*
set encoding utf8

$bytes1 << EOD
1 0 6 6 8 8 8
2 0 24 28 32 35.2 35.2
3 0 34.2 34.2 34.2 34.2 34.2
4 0 36 36 48 57.6 57.6
5 0 36 42 48 62.4 62.4
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9353 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · usable bytes per item, with all else on the heap · where types are not known padding counts as payload' at screen 0.0244,0.8731 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1575
set rmargin at screen 0.9050
set bmargin at screen 0.2289
set tmargin at screen 0.7264
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:63.648]
set xtics ('0' 0, '10 B' 10, '20 B' 20, '30 B' 30, '40 B' 40, '50 B' 50, '60 B' 60) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'bytes an item  (less is better)' at screen 0.5312,0.1144 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set object 1 rectangle from screen 0.1575,0.7475 to screen 0.1697,0.7749 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 4 'payload' at screen 0.1753,0.7612 left noenhanced front font ',13' textcolor rgb '#222222'
set object 2 rectangle from screen 0.2569,0.7475 to screen 0.2692,0.7749 front fillcolor rgb '#e69f00' fillstyle solid noborder
set label 5 'padding' at screen 0.2747,0.7612 left noenhanced front font ',13' textcolor rgb '#222222'
set object 3 rectangle from screen 0.3564,0.7475 to screen 0.3686,0.7749 front fillcolor rgb '#f0e442' fillstyle solid noborder
set label 6 'never written' at screen 0.3741,0.7612 left noenhanced front font ',13' textcolor rgb '#222222'
set object 4 rectangle from screen 0.4951,0.7475 to screen 0.5073,0.7749 front fillcolor rgb '#222222' fillstyle solid noborder
set label 7 'allocator' at screen 0.5128,0.7612 left noenhanced front font ',13' textcolor rgb '#222222'
set label 8 'soa' at screen 0.1442,0.6766 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'aos' at screen 0.1442,0.5771 right noenhanced front font ',16' textcolor rgb '#222222'
set label 10 'unrolled_list' at screen 0.1442,0.4776 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 'list' at screen 0.1442,0.3781 right noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'list_shuffled' at screen 0.1442,0.2786 right noenhanced front font ',16' textcolor rgb '#222222'
set label 13 'left out: boxed (crashed)' at screen 0.0244,0.0348 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 14 '8 B' at screen 0.2626,0.6766 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '35.2 B' at screen 0.5820,0.5771 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '34.2 B' at screen 0.5703,0.4776 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '57.6 B' at screen 0.8451,0.3781 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 '62.4 B' at screen 0.9014,0.2786 left noenhanced front font ',16' textcolor rgb '#222222'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-bytes'
set terminal svg enhanced size 900,402 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $bytes1 using 2:1:2:3:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#0072b2', \
    $bytes1 using 3:1:3:4:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#e69f00', \
    $bytes1 using 4:1:4:5:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#f0e442', \
    $bytes1 using 5:1:5:6:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#222222'

set terminal pngcairo enhanced size 1800,804 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
