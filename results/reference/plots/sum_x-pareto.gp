# Made by tare 0.1.0. `gnuplot sum_x-pareto.gp` draws sum_x-pareto.svg and .png beside it.
reset
undefine $*
set encoding utf8

$front1 << EOD
0.275357281 32.0004
EOD
$others2 << EOD
0.339096771 32
0.354658031 32
0.375602344 32.51808
0.759348438 56
1.15030094 40
16.3611421 40
EOD
set label 1 '{/:Bold Sum one field of n records: what is fetched with it}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 100,000 · axes logarithmic · down and left is better · filled: on the front, none surely beats it' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0.168665601:26.7106011]
set logscale x
set xtics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per record' at screen 0.5378,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [29.9216413:59.8897628]
set logscale y
set ytics ('32 B' 32, '40 B' 40, '48 B' 48, '56 B' 56) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'requested bytes per item' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'soa' at screen 0.1851,0.2097 right noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'soa_blocks' at screen 0.2437,0.1703 left noenhanced front font ',16' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2320,0.2097 to screen 0.2437,0.1895 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 7 'aos' at screen 0.2278,0.2491 right noenhanced front font ',16' textcolor rgb '#6b7280'
set arrow 2 from screen 0.2395,0.2097 to screen 0.2278,0.2299 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 8 'unrolled_list' at screen 0.2613,0.2258 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 9 'boxed' at screen 0.3786,0.7711 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 10 'list' at screen 0.4479,0.4335 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 11 'list_shuffled' at screen 0.8661,0.4335 right noenhanced front font ',16' textcolor rgb '#6b7280'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-pareto'
set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#6b7280', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
