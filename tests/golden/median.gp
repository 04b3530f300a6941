# Made by tare 0.1.0. `gnuplot sum_x-median.gp` draws sum_x-median.svg and .png beside it.
reset
undefine $*
set encoding utf8

$fastest1 << EOD
1 213000
EOD
$others1 << EOD
2 664000
3 668000
4 1890000
5 28224000
EOD
$whiskers1 << EOD
1 213000 212148 213852
2 664000 660016 667984
3 668000 647292 688708
4 1890000 1869210 1910790
5 28224000 27631296 28816704
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9326 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · whiskers: 95 % interval over 10 sets · logarithmic axis' at screen 0.0244,0.8679 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1575
set rmargin at screen 0.7956
set bmargin at screen 0.2383
set tmargin at screen 0.7824
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [192299.801:31791016.4]
set logscale x
set xtics ('200 µs' 200000, '500 µs' 500000, '1 ms' 1000000, '2 ms' 2000000, '5 ms' 5000000, '10 ms' 10000000, '20 ms' 20000000) noenhanced
set grid xtics lt 1 lc rgb '#e4e7ec' lw 1
set label 3 'time per operation  (less is better)' at screen 0.4765,0.1192 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 'soa' at screen 0.1442,0.7280 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'aos' at screen 0.1442,0.6192 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'unrolled_list' at screen 0.1442,0.5104 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'list' at screen 0.1442,0.4016 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'list_shuffled' at screen 0.1442,0.2927 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'left out: boxed (crashed)' at screen 0.0244,0.0363 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 '213 µs' at screen 0.1819,0.7280 left noenhanced front font ',16' textcolor rgb '#222222'
set label 11 '3.12x faster' at screen 0.2534,0.7280 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1575,0.7280 to screen 0.1703,0.7280 nohead back lw 2 lc rgb '#e4e7ec'
set label 12 '664 µs' at screen 0.3242,0.6192 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 'baseline' at screen 0.3957,0.6192 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.1575,0.6192 to screen 0.3123,0.6192 nohead back lw 2 lc rgb '#e4e7ec'
set label 14 '668 µs' at screen 0.3280,0.5104 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 'unsure' at screen 0.3995,0.5104 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.1575,0.5104 to screen 0.3131,0.5104 nohead back lw 2 lc rgb '#e4e7ec'
set label 16 '1.89 ms' at screen 0.4555,0.4016 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '2.85x slower' at screen 0.5384,0.4016 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.1575,0.4016 to screen 0.4430,0.4016 nohead back lw 2 lc rgb '#e4e7ec'
set label 18 '28.2 ms' at screen 0.7944,0.2927 left noenhanced front font ',16' textcolor rgb '#222222'
set label 19 '42.3x slower' at screen 0.8773,0.2927 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.1575,0.2927 to screen 0.7807,0.2927 nohead back lw 2 lc rgb '#e4e7ec'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-median'
set terminal svg enhanced size 900,386 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222', \
    $fastest1 using 2:1 with points pt 7 ps 0.75 lc rgb '#0072b2', \
    $others1 using 2:1 with points pt 7 ps 0.75 lc rgb '#6b7280'

set terminal pngcairo enhanced size 1800,772 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
