# Made by tare 0.1.0. `gnuplot parse-time.gp` draws parse-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$fastest1 << EOD
1 790
EOD
$others1 << EOD
2 812
3 813
4 2.5e+09
5 8.3e+10
EOD
$whiskers1 << EOD
1 790 695.2 884.8
2 812 808.752 815.248
3 813 812.6748 813.3252
5 8.3e+10 5.561e+10 1.1039e+11
EOD
set label 1 '{/:Bold parse}' at screen 0.0244,0.9356 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'whiskers: 95 % interval over 10 sets · logarithmic axis' at screen 0.0244,0.8738 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1269
set rmargin at screen 0.7600
set bmargin at screen 0.2723
set tmargin at screen 0.7921
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [476.53342:1.61044587e+11]
set logscale x
set xtics ('1 µs' 1000, '10 µs' 10000, '100 µs' 100000, '1 ms' 1000000, '10 ms' 10000000, '100 ms' 100000000, '1 s' 1e+09, '10 s' 1e+10, '100 s' 1e+11) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per operation  (less is better)' at screen 0.4435,0.1584 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 'wobbly' at screen 0.1136,0.7401 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'tree' at screen 0.1136,0.6361 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'text' at screen 0.1136,0.5322 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'two_sets' at screen 0.1136,0.4282 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'huge' at screen 0.1136,0.3243 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'left out: nothing (empty), skipped_one (skipped), failed_one (failed), hangs (timeout), quits (exited), wrong (disagrees),' at screen 0.0244,0.0792 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 'no_loop (no_loop)' at screen 0.0244,0.0347 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 11 '790 ns' at screen 0.1580,0.7401 left noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'unsure' at screen 0.2288,0.7401 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1269,0.7401 to screen 0.1432,0.7401 nohead back lw 2 lc rgb '#e4e7ec'
set label 13 '812 ns' at screen 0.1554,0.6361 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 'baseline' at screen 0.2262,0.6361 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.1269,0.6361 to screen 0.1441,0.6361 nohead back lw 2 lc rgb '#e4e7ec'
set label 15 '813 ns' at screen 0.1553,0.5322 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 'same' at screen 0.2261,0.5322 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.1269,0.5322 to screen 0.1442,0.5322 nohead back lw 2 lc rgb '#e4e7ec'
set label 17 '2.50 s' at screen 0.6368,0.4282 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 'unsure' at screen 0.7034,0.4282 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.1269,0.4282 to screen 0.6257,0.4282 nohead back lw 2 lc rgb '#e4e7ec'
set label 19 '83.0 s' at screen 0.7589,0.3243 left noenhanced front font ',16' textcolor rgb '#222222'
set label 20 '102,000,000x slower' at screen 0.8255,0.3243 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.1269,0.3243 to screen 0.7386,0.3243 nohead back lw 2 lc rgb '#e4e7ec'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'parse-time'
set terminal svg enhanced size 900,404 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222', \
    $fastest1 using 2:1 with points pt 7 ps 0.75 lc rgb '#0072b2', \
    $others1 using 2:1 with points pt 7 ps 0.75 lc rgb '#6b7280'

set terminal pngcairo enhanced size 1800,808 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
