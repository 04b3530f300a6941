# Made by tare 0.1.0. `gnuplot lookup-time.gp` draws lookup-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$fastest1 << EOD
1 39.9
EOD
$others1 << EOD
2 41.2
EOD
$whiskers1 << EOD
1 39.9 39.8202 39.9798
2 41.2 41.0764 41.3236
EOD
set label 1 '{/:Bold Look up one of n keys}' at screen 0.0244,0.8926 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 65,536 · whiskers: 95 % interval over 10 sets' at screen 0.0244,0.7893 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2023
set rmargin at screen 0.9111
set bmargin at screen 0.3058
set tmargin at screen 0.6529
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:42.150072]
set xtics ('0' 0, '5 ns' 5, '10 ns' 10, '15 ns' 15, '20 ns' 20, '25 ns' 25, '30 ns' 30, '35 ns' 35, '40 ns' 40) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per operation  (less is better)' at screen 0.5567,0.1157 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [2.5:0.5]
unset ytics
set label 4 'hash_open · new' at screen 0.1890,0.5661 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'hash_open · old' at screen 0.1890,0.3926 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 '39.9 ns' at screen 0.8857,0.5661 left noenhanced front font ',16' textcolor rgb '#222222'
set label 7 '1.033x faster' at screen 0.2134,0.5661 left noenhanced front font ',13' textcolor rgb '#ffffff'
set label 8 '41.2 ns' at screen 0.9083,0.3926 left noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'baseline' at screen 0.2134,0.3926 left noenhanced front font ',13' textcolor rgb '#333a45'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'lookup-time'
set terminal svg enhanced size 900,242 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $fastest1 using (0):1:(0):2:($1 - 0.31):($1 + 0.31) with boxxyerror lc rgb '#0072b2', \
    $others1 using (0):1:(0):2:($1 - 0.31):($1 + 0.31) with boxxyerror lc rgb '#a9b4c2', \
    $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222'

set terminal pngcairo enhanced size 1800,484 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
