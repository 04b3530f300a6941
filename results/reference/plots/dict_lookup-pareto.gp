# Made by tare 0.1.0. Run `gnuplot plots/dict_lookup-pareto.gp` in the folder of the run.
reset
set encoding utf8

$front1 << EOD
11.9003899 53.324
46.7871792 30.0008
9633.99121 22.8915
EOD
$others2 << EOD
14.4473713 120.2216
88.2318257 54
10123970.3 22.8915
EOD
set label 1 '{/:Bold Look up 4 hot keys of n}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 10,000 · down and left is better · filled: on the front, none beats it' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [2.31199255:52110545.7]
set logscale x
set xtics ('10 ns' 10, '100 ns' 100, '1 µs' 1000, '10 µs' 10000, '100 µs' 100000, '1 ms' 1000000, '10 ms' 10000000) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per lookup' at screen 0.5378,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [18.7601912:146.696413]
set logscale y
set ytics ('24 B' 24, '32 B' 32, '48 B' 48, '64 B' 64, '96 B' 96, '128 B' 128) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'bytes per item held' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'hash_open' at screen 0.2089,0.5353 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 1 from screen 0.1973,0.4959 to screen 0.2089,0.5161 nohead back lw 0.7 lc rgb '#a9b4c2'
set label 6 'json_tree' at screen 0.2192,0.7711 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 7 'sorted_array' at screen 0.2741,0.3353 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'rb_tree' at screen 0.3094,0.5002 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 9 'json_text_scan' at screen 0.5435,0.2097 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 10 'json_text' at screen 0.8905,0.2097 left noenhanced front font ',16' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_lookup-pareto.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#8a8f98', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/dict_lookup-pareto.png'
replot
unset output
