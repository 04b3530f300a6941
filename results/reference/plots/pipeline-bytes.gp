# Made by tare 0.1.0. `gnuplot pipeline-bytes.gp` draws pipeline-bytes.svg and .png beside it.
reset
undefine $*
set encoding utf8

$bytes1 << EOD
1 0 1 1 1 1 1
2 0 0.0153256705 0.0153256705 0.996168582 1 1
3 0 0.996560052 0.996560052 0.999995 1 1
4 0 1 1 1 1 1
5 0 0.997504035 0.997504035 0.999994 1 1
6 0 0.8 0.8 0.8 1 1
EOD
set label 1 '{/:Bold Sum the odd squares of n numbers: arrays or streams}' at screen 0.0244,0.9387 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 200,000 · usable bytes per item, with all else on the heap · each bar is a whole, right: how large' at screen 0.0244,0.8797 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1212
set rmargin at screen 0.9050
set bmargin at screen 0.1745
set tmargin at screen 0.7406
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:1]
set xtics ('0 %%' 0, '10 %%' 0.1, '20 %%' 0.2, '30 %%' 0.3, '40 %%' 0.4, '50 %%' 0.5, '60 %%' 0.6, '70 %%' 0.7, '80 %%' 0.8, '90 %%' 0.9, '100 %%' 1) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'share of the bytes' at screen 0.5131,0.0660 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [6.5:0.5]
unset ytics
set object 1 rectangle from screen 0.1212,0.7606 to screen 0.1335,0.7866 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 4 'payload' at screen 0.1390,0.7736 left noenhanced front font ',13' textcolor rgb '#222222'
set object 2 rectangle from screen 0.2207,0.7606 to screen 0.2329,0.7866 front fillcolor rgb '#f0e442' fillstyle solid noborder
set label 5 'never written' at screen 0.2384,0.7736 left noenhanced front font ',13' textcolor rgb '#222222'
set object 3 rectangle from screen 0.3594,0.7606 to screen 0.3716,0.7866 front fillcolor rgb '#222222' fillstyle solid noborder
set label 6 'allocator' at screen 0.3772,0.7736 left noenhanced front font ',13' textcolor rgb '#222222'
set label 7 'fused' at screen 0.1079,0.6934 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'chunked' at screen 0.1079,0.5991 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'in_place' at screen 0.1079,0.5047 right noenhanced front font ',16' textcolor rgb '#222222'
set label 10 'pushed' at screen 0.1079,0.4104 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 'lists' at screen 0.1079,0.3160 right noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'pulled' at screen 0.1079,0.2217 right noenhanced front font ',16' textcolor rgb '#222222'
set label 13 '0.0 B' at screen 0.9161,0.6934 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '0.0 B' at screen 0.9161,0.5991 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '8.0 B' at screen 0.9161,0.5047 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '0.0 B' at screen 0.9161,0.4104 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '20.0 B' at screen 0.9161,0.3160 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 '0.0 B' at screen 0.9161,0.2217 left noenhanced front font ',16' textcolor rgb '#222222'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'pipeline-bytes'
set terminal svg enhanced size 900,424 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $bytes1 using 2:1:2:3:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#0072b2', \
    $bytes1 using 4:1:4:5:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#f0e442', \
    $bytes1 using 5:1:5:6:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid border lc rgb '#ffffff' lc rgb '#222222'

set terminal pngcairo enhanced size 1800,848 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
