# Made by tare 0.1.0. Run `gnuplot plots/sum_x-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
1000 0.213 0.212148 0.213852
100000 0.213 0.212148 0.213852
1000000 0.213 0.212148 0.213852
EOD
$curve2 << EOD
1000 0.664 0.660016 0.667984
100000 0.664 0.660016 0.667984
1000000 0.664 0.660016 0.667984
EOD
$curve3 << EOD
1000 0.9 0.8901 0.9099
100000 1.215 1.201635 1.228365
1000000 1.89 1.86921 1.91079
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
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · n^: how an operation''s time grows · caches as aos fills them, at 32 B a…' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.6902
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [870.96359:1148153.62]
set logscale x
set xtics ('1 k' 1000, '100 k' 100000, '1 M' 1000000) noenhanced
set label 3 'n' at screen 0.4029,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.158000558:38.6923072]
set logscale y
set ytics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.1609,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1609,0.1423 to screen 0.1609,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.4612,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.4612,0.1423 to screen 0.4612,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'L3 32 MiB' at screen 0.6830,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.6830,0.1423 to screen 0.6830,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 8 'soa  n^1.000 ±0.000' at screen 0.7191,0.1759 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 9 'aos  n^1.000 ±0.000' at screen 0.7191,0.2860 left noenhanced front font ',16' textcolor rgb '#e69f00'
set arrow 4 from screen 0.6858,0.3039 to screen 0.7147,0.2860 nohead back lw 0.6 lc rgb '#e69f00'
set label 10 'list  n^1.101 ±0.000' at screen 0.7191,0.4217 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 11 'list_shuffled  n^1.203 ±0.000' at screen 0.7191,0.7260 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 12 'unrolled_list  n^1.000 ±0.000' at screen 0.7191,0.3225 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set arrow 5 from screen 0.6858,0.3046 to screen 0.7147,0.3225 nohead back lw 0.6 lc rgb '#56b4e9'
set label 13 'without a time: boxed' at screen 0.0244,0.0231 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/sum_x-time.svg'
plot $curve1 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#0072b2', \
    $curve2 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#e69f00', \
    $curve3 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#009e73', \
    $curve4 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#d55e00', \
    $curve5 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#56b4e9', \
    $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#d55e00', \
    $curve5 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#56b4e9'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/sum_x-time.png'
replot
unset output
