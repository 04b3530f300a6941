# Made by tare 0.1.0. Run `gnuplot plots/parse-time.gp` in the folder of the run.
reset
set encoding utf8

$bars1 << EOD
1 790
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
set label 1 '{/:Bold parse}' at screen 0.0244,0.9607 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'whiskers: 95 % interval over 10 sets · logarithmic axis' at screen 0.0244,0.9230 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1575
set rmargin at screen 0.7511
set bmargin at screen 0.1118
set tmargin at screen 0.8731
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [476.53342:1.61044587e+11]
set logscale x
set xtics ('10 µs' 10000, '1 ms' 1000000, '100 ms' 100000000, '10 s' 1e+10) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per operation  (less is better)' at screen 0.4543,0.0423 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [12.5:0.5]
unset ytics
set label 4 'wobbly' at screen 0.1442,0.8414 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 '790 ns' at screen 0.1873,0.8414 left noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'unsure' at screen 0.2582,0.8414 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1575,0.8414 to screen 0.1728,0.8414 nohead back lw 1 lc rgb '#e4e7ec'
set label 7 'tree' at screen 0.1442,0.7779 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 '812 ns' at screen 0.1849,0.7779 left noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'baseline' at screen 0.2557,0.7779 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.1575,0.7779 to screen 0.1736,0.7779 nohead back lw 1 lc rgb '#e4e7ec'
set label 10 'text' at screen 0.1442,0.7145 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 '813 ns' at screen 0.1848,0.7145 left noenhanced front font ',16' textcolor rgb '#222222'
set label 12 'same' at screen 0.2556,0.7145 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.1575,0.7145 to screen 0.1737,0.7145 nohead back lw 1 lc rgb '#e4e7ec'
set label 13 'two_sets' at screen 0.1442,0.6511 right noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '2.50 s' at screen 0.6363,0.6511 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 'unsure' at screen 0.7029,0.6511 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.1575,0.6511 to screen 0.6252,0.6511 nohead back lw 1 lc rgb '#e4e7ec'
set label 16 'huge' at screen 0.1442,0.5876 right noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '83.0 s' at screen 0.7508,0.5876 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 '102,000,000x slower' at screen 0.8174,0.5876 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.1575,0.5876 to screen 0.7311,0.5876 nohead back lw 1 lc rgb '#e4e7ec'
set label 19 'nothing' at screen 0.1442,0.5242 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 20 'empty: the compiler removed the work: keep its result by ta…' at screen 0.1686,0.5242 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 21 'skipped_one' at screen 0.1442,0.4607 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 22 'skipped: needs 4 cores, there are 2' at screen 0.1686,0.4607 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 23 'failed_one' at screen 0.1442,0.3973 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 24 'failed: cannot parse its own output' at screen 0.1686,0.3973 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 25 'hangs' at screen 0.1442,0.3338 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 26 'timeout: no turn ended within 10 s (set 2)' at screen 0.1686,0.3338 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 27 'quits' at screen 0.1442,0.2704 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 28 'exited: status 3 in set 1, before its first sample' at screen 0.1686,0.2704 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 29 'wrong' at screen 0.1442,0.2069 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 30 'disagrees: tare_check got 17, tree got 18446744073709551615' at screen 0.1686,0.2069 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 31 'no_loop' at screen 0.1442,0.1435 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 32 'no_loop' at screen 0.1686,0.1435 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,662 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/parse-time.svg'
plot $bars1 using 2:1:($1 == 1 ? 0x0072b2 : 0x7c8896) with points pt 7 ps 0.75 lc rgb variable, \
    $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222'

set terminal pngcairo enhanced size 1800,1324 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/parse-time.png'
replot
unset output
