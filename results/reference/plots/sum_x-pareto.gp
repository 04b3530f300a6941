# Made by tare 0.1.0. Run `gnuplot plots/sum_x-pareto.gp` in the folder of the run.
reset
set encoding utf8

$front1 << EOD
0.346928031 32.00016
1.13122306 32
EOD
$others2 << EOD
1.12108197 32.51808
2.48257397 56
2.92234044 40
108.139531 40
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 250,000 · down and left is better · filled: on the front, none beats it' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0.174176669:215.394144]
set logscale x
set xtics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50, '100 ns' 100, '200 ns' 200) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per record' at screen 0.5378,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [29.9216413:59.8897628]
set logscale y
set ytics ('32 B' 32, '40 B' 40, '48 B' 48, '56 B' 56) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'bytes per item held' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'soa' at screen 0.2058,0.2437 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'unrolled_list' at screen 0.3486,0.2258 left noenhanced front font ',16' textcolor rgb '#6b7280'
set arrow 1 from screen 0.3364,0.2258 to screen 0.3486,0.2258 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 7 'aos' at screen 0.3460,0.1756 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 2 from screen 0.3375,0.2097 to screen 0.3460,0.1949 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 8 'boxed' at screen 0.4429,0.7711 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 9 'list' at screen 0.4622,0.4335 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 10 'list_shuffled' at screen 0.8661,0.4335 right noenhanced front font ',16' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/sum_x-pareto.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#8a8f98', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/sum_x-pareto.png'
replot
unset output
