# Made by tare 0.1.0. `gnuplot pipeline-bytes.gp` draws pipeline-bytes.svg and .png beside it.
reset
undefine $*
set encoding utf8

$bytes1 << EOD
1 0 1 1 1 1 1
2 0 0.997534285 0.997534285 0.999994 1 1
3 0 0.996528177 0.996528177 0.999995 1 1
4 0 0.0153256705 0.0153256705 0.996168582 1 1
5 0 1 1 1 1 1
6 0 0.8 0.8 0.8 1 1
7 0 0.996085996 0.996085996 0.99854214 1 1
EOD
set label 1 '{/:Bold Sum the odd squares of n numbers: arrays or streams}' at screen 0.0244,0.9440 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 200,000 · usable bytes per item, with all else on the heap · each bar is a whole, right: how large' at screen 0.0244,0.8901 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1682
set rmargin at screen 0.9050
set bmargin at screen 0.1595
set tmargin at screen 0.7629
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:1]
set xtics ('0 %%' 0, '10 %%' 0.1, '20 %%' 0.2, '30 %%' 0.3, '40 %%' 0.4, '50 %%' 0.5, '60 %%' 0.6, '70 %%' 0.7, '80 %%' 0.8, '90 %%' 0.9, '100 %%' 1) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'share of the bytes' at screen 0.5366,0.0603 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [7.5:0.5]
unset ytics
set object 1 rectangle from screen 0.1682,0.7812 to screen 0.1804,0.8050 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 4 'payload' at screen 0.1860,0.7931 left noenhanced front font ',13' textcolor rgb '#222222'
set object 2 rectangle from screen 0.2676,0.7812 to screen 0.2798,0.8050 front fillcolor rgb '#f0e442' fillstyle solid noborder
set label 5 'never written' at screen 0.2854,0.7931 left noenhanced front font ',13' textcolor rgb '#222222'
set object 3 rectangle from screen 0.4063,0.7812 to screen 0.4185,0.8050 front fillcolor rgb '#222222' fillstyle solid noborder
set label 6 'allocator' at screen 0.4241,0.7931 left noenhanced front font ',13' textcolor rgb '#222222'
set label 7 'fused' at screen 0.1548,0.7198 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'lists' at screen 0.1548,0.6336 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'in_place' at screen 0.1548,0.5474 right noenhanced front font ',16' textcolor rgb '#222222'
set label 10 'chunked' at screen 0.1548,0.4612 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 'pushed' at screen 0.1548,0.3750 right noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'pulled' at screen 0.1548,0.2888 right noenhanced front font ',16' textcolor rgb '#222222'
set label 13 'lists_returned' at screen 0.1548,0.2026 right noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '0.0 B' at screen 0.9161,0.7198 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '20.0 B' at screen 0.9161,0.6336 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '8.0 B' at screen 0.9161,0.5474 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '0.0 B' at screen 0.9161,0.4612 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 '0.0 B' at screen 0.9161,0.3750 left noenhanced front font ',16' textcolor rgb '#222222'
set label 19 '0.0 B' at screen 0.9161,0.2888 left noenhanced front font ',16' textcolor rgb '#222222'
set label 20 '20.0 B' at screen 0.9161,0.2026 left noenhanced front font ',16' textcolor rgb '#222222'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'pipeline-bytes'
set terminal svg enhanced size 900,464 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $bytes1 using 2:1:2:3:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#0072b2', \
    $bytes1 using 4:1:4:5:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#f0e442', \
    $bytes1 using 5:1:5:6:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#222222'

set terminal pngcairo enhanced size 1800,928 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
