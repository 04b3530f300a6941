# Made by tare 0.1.0. `gnuplot _._na_me__________-time.gp` draws _._na_me__________-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$fastest1 << EOD
1 9.5
EOD
$others1 << EOD
2 10.5
3 10.51
4 12.5
EOD
$whiskers1 << EOD
1 9.5 9.4525 9.5475
2 10.5 10.395 10.605
3 10.51 10.49949 10.52051
4 12.5 12.25 12.75
EOD
set label 1 "{/:Bold A title with \\\\x1b]0;owned\\\\a, 'single', \"double\", back\\\\slash, tab\\\\t…}" at screen 0.0244,0.9244 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'whiskers: 95 % interval over 10 sets' at screen 0.0244,0.8517 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.3673
set rmargin at screen 0.9111
set bmargin at screen 0.2674
set tmargin at screen 0.7558
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:13.005]
set xtics ('0' 0, '2 ns' 2, '4 ns' 4, '6 ns' 6, '8 ns' 8, '10 ns' 10, '12 ns' 12) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per operation  (less is better)' at screen 0.6392,0.1337 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [4.5:0.5]
unset ytics
set label 4 'größer 漢字 é \xff\xfe' at screen 0.3540,0.6948 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 "a 'quoted' \"name\" \\ with_sub^…" at screen 0.3540,0.5727 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'loooooooooooooooooooooooooooo…' at screen 0.3540,0.4506 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'tab\tnew\nline \x1b[31mred…' at screen 0.3540,0.3285 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'left out: - (crashed)' at screen 0.0244,0.0407 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 9 '9.50 ns' at screen 0.7776,0.6948 left noenhanced front font ',16' textcolor rgb '#222222'
set label 10 '1.10x faster' at screen 0.3784,0.6948 left noenhanced front font ',13' textcolor rgb '#ffffff'
set label 11 '10.5 ns' at screen 0.8219,0.5727 left noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'baseline' at screen 0.3784,0.5727 left noenhanced front font ',13' textcolor rgb '#333a45'
set label 13 '10.5 ns' at screen 0.8183,0.4506 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 'same' at screen 0.3784,0.4506 left noenhanced front font ',13' textcolor rgb '#333a45'
set label 15 '12.5 ns' at screen 0.9116,0.3285 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '1.19x slower' at screen 0.3784,0.3285 left noenhanced front font ',13' textcolor rgb '#333a45'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : '_._na_me__________-time'
set terminal svg enhanced size 900,344 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $fastest1 using (0):1:(0):2:($1 - 0.31):($1 + 0.31) with boxxyerror lc rgb '#0072b2', \
    $others1 using (0):1:(0):2:($1 - 0.31):($1 + 0.31) with boxxyerror lc rgb '#a9b4c2', \
    $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222'

set terminal pngcairo enhanced size 1800,688 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
set label 4 'größer \u6f22\u5b57 é \xff\xfe' at screen 0.3540,0.6948 right noenhanced front font ',16' textcolor rgb '#222222'
replot
unset output
