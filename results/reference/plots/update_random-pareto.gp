# Made by tare 0.1.0. Run `gnuplot plots/update_random-pareto.gp` in the folder of the run.
reset
set encoding utf8

$front1 << EOD
2.96049406 8
EOD
$others2 << EOD
3.38643006 24
3.60208188 17
3.86451406 32
EOD
set label 1 '{/:Bold Change two fields of n records at random}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 250,000 · down and left is better · filled: on the front, none beats it' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [2.86732229:3.99008893]
set logscale x
set xtics ('3 ns' 3, '3.2 ns' 3.2, '3.4 ns' 3.4, '3.6 ns' 3.6, '3.8 ns' 3.8) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per record' at screen 0.5378,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [6.7739625:37.7917652]
set logscale y
set ytics ('7 B' 7, '8 B' 8, '10 B' 10, '12 B' 12, '14 B' 14, '16 B' 16, '20 B' 20, '24 B' 24, '28 B' 28, '32 B' 32) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'bytes per item held' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'bitfield' at screen 0.2095,0.2097 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'reordered' at screen 0.5530,0.6546 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 7 'packed' at screen 0.7108,0.5149 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 8 'padded' at screen 0.8905,0.7711 left noenhanced front font ',16' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/update_random-pareto.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#8a8f98', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/update_random-pareto.png'
replot
unset output
