# Made by tare 0.1.0. `gnuplot sum_x-time.gp` draws sum_x-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$curve1 << EOD
1000 0.213 0.212148 0.213852
100000 0.213 0.212148 0.213852
1000000 0.213 0.212148 0.213852
EOD
$law1 << EOD
1000 0.213
100000 0.213
1000000 0.213
EOD
$curve2 << EOD
1000 0.664 0.660016 0.667984
100000 0.664 0.660016 0.667984
1000000 0.664 0.660016 0.667984
EOD
$law2 << EOD
1000 0.664
100000 0.664
1000000 0.664
EOD
$curve3 << EOD
1000 0.9 0.8901 0.9099
100000 1.215 1.201635 1.228365
1000000 1.89 1.86921 1.91079
EOD
$law3 << EOD
1000 0.852708546
100000 1.42118091
1000000 1.70541709
EOD
$curve4 << EOD
1000 6.4 6.2656 6.5344
100000 11.664 11.419056 11.908944
1000000 28.224 27.631296 28.816704
EOD
$curve5 << EOD
1000 0.668 0.647292 0.688708
100000 0.668 0.647292 0.688708
1000000 0.668 0.647292 0.688708
EOD
$law5 << EOD
1000 0.668
100000 0.668
1000000 0.668
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · right, and pale lines: how time grows' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1187
set rmargin at screen 0.7344
set bmargin at screen 0.1769
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [870.96359:1148153.62]
set logscale x
set xtics ('1 k' 1000, '100 k' 100000, '1 M' 1000000) noenhanced
set label 3 'n' at screen 0.4265,0.0885 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.158000558:38.6923072]
set logscale y
set ytics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4692 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.1673,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1673,0.1769 to screen 0.1673,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.4890,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.4890,0.1769 to screen 0.4890,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'L3 32 MiB' at screen 0.7266,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.7266,0.1769 to screen 0.7266,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 8 'soa' at screen 0.7632,0.2087 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 9 'constant  (n^0.000 ±0.000)' at screen 0.7632,0.1741 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 'aos' at screen 0.7632,0.2952 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 11 'constant  (n^0.000 ±0.000)' at screen 0.7632,0.2606 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.7292,0.3295 to screen 0.7588,0.2952 nohead back lw 0.6 lc rgb '#e69f00'
set label 12 'list' at screen 0.7632,0.4407 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 13 'as log n  (n^0.101 ±0.000)' at screen 0.7632,0.4061 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 14 'list_shuffled' at screen 0.7632,0.7280 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 15 'no simple law  (about n^0.20)' at screen 0.7632,0.6934 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 16 'unrolled_list' at screen 0.7632,0.3644 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set label 17 'constant  (n^0.000 ±0.000)' at screen 0.7632,0.3298 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.7292,0.3301 to screen 0.7588,0.3644 nohead back lw 0.6 lc rgb '#56b4e9'
set label 18 'cache lines: where aos, at 32 B an item, fills L1, L2, L3 · left out: boxed (crashed)' at screen 0.0244,0.0269 left noenhanced front font ',13' textcolor rgb '#6b7280'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-time'
set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $curve1 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#0072b2', \
    $curve2 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#e69f00', \
    $curve3 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#009e73', \
    $curve4 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#d55e00', \
    $curve5 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#56b4e9', \
    $law1 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law2 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law3 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law5 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.5 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 2 pt 5 ps 0.5 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 4 pt 9 ps 0.5 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 5 pt 13 ps 0.5 lc rgb '#d55e00', \
    $curve5 using 1:2 with linespoints lw 2 dt 2 pt 6 ps 0.5 lc rgb '#56b4e9'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
