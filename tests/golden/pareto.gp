# Made by tare 0.1.0. `gnuplot sum_x-pareto.gp` draws sum_x-pareto.svg and .png beside it.
reset
undefine $*
set encoding utf8

$front1 << EOD
0.213 8
EOD
$others2 << EOD
0.664 32
0.668 34.2
1.89 48
28.224 48
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9517 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 1,000,000 · axes logarithmic · down and left is better · filled: on the front, none surely beats it' at screen 0.0244,0.9052 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1710
set tmargin at screen 0.8439
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0.118497975:50.7326139]
set logscale x
set xtics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per record' at screen 0.5378,0.0855 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [6.45225967:59.5140338]
set logscale y
set ytics ('8 B' 8, '12 B' 12, '16 B' 16, '24 B' 24, '32 B' 32, '48 B' 48) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'requested bytes per item' at screen 0.0244,0.5074 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'soa' at screen 0.2095,0.2361 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'aos' at screen 0.3679,0.6560 left noenhanced front font ',16' textcolor rgb '#6b7280'
set arrow 1 from screen 0.3557,0.6560 to screen 0.3679,0.6560 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 7 'unrolled_list' at screen 0.3651,0.7090 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 8 'list' at screen 0.5137,0.7788 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 9 'list_shuffled' at screen 0.8661,0.7788 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 10 'left out: boxed (crashed)' at screen 0.0244,0.0260 left noenhanced front font ',13' textcolor rgb '#6b7280'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-pareto'
set terminal svg enhanced size 900,538 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#6b7280', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1076 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
