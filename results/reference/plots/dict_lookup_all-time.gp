# Made by tare 0.1.0. Run `gnuplot plots/dict_lookup_all-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
100 16.949086 16.5311591 17.3729268
3000 23.199191 22.964064 23.5088483
60000 124.927349 122.855506 126.666312
EOD
$curve2 << EOD
100 22.4294751 22.3294623 22.8282213
3000 157.650049 155.324235 164.532137
60000 619.889758 596.107982 630.18901
EOD
$curve3 << EOD
100 10.934806 10.8137605 11.2257186
3000 25.5879149 25.4655541 25.7250709
60000 105.60647 105.033388 106.648474
EOD
$curve4 << EOD
100 34.6559161 34.1150196 34.971996
3000 416.345752 222.067905 554.623358
60000 1314.0361 1225.86548 1365.13079
EOD
set label 1 '{/:Bold Look up all n keys in random order}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · caches as json_tree fills them, at 111.5 B an item' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.8424
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [87.990741:68188.9928]
set logscale x
set xtics ('100' 100, '3 k' 3000, '60 k' 60000) noenhanced
set label 3 'n' at screen 0.4790,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [8.08918741:1824.92959]
set logscale y
set ytics ('10 ns' 10, '20 ns' 20, '50 ns' 50, '100 ns' 100, '200 ns' 200, '500 ns' 500, '1 µs' 1000) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per lookup' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2916,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2916,0.1423 to screen 0.2916,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.7017,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.7017,0.1423 to screen 0.7017,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'json_tree' at screen 0.8713,0.4638 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 3 from screen 0.8351,0.4551 to screen 0.8668,0.4638 nohead back lw 0.6 lc rgb '#0072b2'
set label 8 'sorted_array' at screen 0.8713,0.6381 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'hash_open' at screen 0.8713,0.4272 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 4 from screen 0.8351,0.4359 to screen 0.8668,0.4272 nohead back lw 0.6 lc rgb '#009e73'
set label 10 'rb_tree' at screen 0.8713,0.7240 left noenhanced front font ',16' textcolor rgb '#d55e00'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_lookup_all-time.svg'
plot $curve1 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#0072b2', \
    $curve2 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#e69f00', \
    $curve3 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#009e73', \
    $curve4 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#d55e00', \
    $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#d55e00'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/dict_lookup_all-time.png'
replot
unset output
