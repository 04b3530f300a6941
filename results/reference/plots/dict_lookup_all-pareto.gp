# Made by tare 0.1.0. Run `gnuplot plots/dict_lookup_all-pareto.gp` in the folder of the run.
reset
set encoding utf8

$front1 << EOD
105.60647 66.4292
619.889758 30.0001333
EOD
$others2 << EOD
124.927349 111.477467
1314.0361 54
EOD
set label 1 '{/:Bold Look up all n keys in random order}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'time against bytes at n = 60,000 · down and left is better · filled: on the front, none beats it' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.9600
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [78.0369908:1778.26839]
set logscale x
set xtics ('100 ns' 100, '200 ns' 200, '500 ns' 500, '1 µs' 1000) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per lookup' at screen 0.5378,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [25.6280473:130.495267]
set logscale y
set ytics ('28 B' 28, '32 B' 32, '40 B' 40, '48 B' 48, '56 B' 56, '64 B' 64, '80 B' 80, '96 B' 96, '112 B' 112, '128 B' 128) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'bytes per item held' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set grid xtics ytics
set label 5 'hash_open' at screen 0.2058,0.5837 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'json_tree' at screen 0.2549,0.7711 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 7 'sorted_array' at screen 0.6876,0.2097 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'rb_tree' at screen 0.8905,0.4611 left noenhanced front font ',16' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_lookup_all-pareto.svg'
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#8a8f98', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/dict_lookup_all-pareto.png'
replot
unset output
