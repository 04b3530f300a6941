# Made by tare 0.1.0. Run `gnuplot plots/dict_build-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
100 76.6890313 75.4943974 77.8008764
3000 100.23112 95.8779489 104.360979
30000 231.458366 188.118718 259.753896
EOD
$curve2 << EOD
100 286.036766 283.21403 294.221882
3000 304.689333 263.337307 446.939833
30000 771.541732 750.101245 811.474582
EOD
$curve3 << EOD
100 93.1419766 92.5180373 94.4164727
3000 95.7759167 94.9358463 98.5703774
30000 235.744799 208.5936 248.085081
EOD
$curve4 << EOD
100 96.1189922 95.0922976 97.1366064
3000 210.648625 210.648625 417.606223
30000 528.416251 516.622944 533.29586
EOD
$curve5 << EOD
100 51.1785 48.3599527 53.4015227
3000 71.8066667 68.6490255 73.014822
30000 98.6552328 80.662705 159.97693
EOD
$curve6 << EOD
100 134.6545 128.925519 146.671448
3000 663.093372 345.808693 784.062963
30000 926.162436 890.712278 984.034924
EOD
set label 1 '{/:Bold Build a dictionary of n keys}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · caches as json_tree fills them, at 111.5 B an item' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.8168
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [89.219046:33625.1074]
set logscale x
set xtics ('100' 100, '3 k' 3000, '30 k' 30000) noenhanced
set label 3 'n' at screen 0.4662,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [40.362159:1179.02222]
set logscale y
set ytics ('50 ns' 50, '100 ns' 100, '200 ns' 200, '500 ns' 500, '1 µs' 1000) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per key' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.3044,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.3044,0.1423 to screen 0.3044,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.7481,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.7481,0.1423 to screen 0.7481,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'json_tree' at screen 0.8457,0.4462 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 3 from screen 0.8100,0.4628 to screen 0.8412,0.4462 nohead back lw 0.6 lc rgb '#0072b2'
set label 8 'json_text' at screen 0.8457,0.6822 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'json_text_scan' at screen 0.8457,0.4827 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 4 from screen 0.8100,0.4662 to screen 0.8412,0.4827 nohead back lw 0.6 lc rgb '#009e73'
set label 10 'sorted_array' at screen 0.8457,0.6143 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 11 'hash_open' at screen 0.8457,0.3063 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 12 'rb_tree' at screen 0.8457,0.7188 left noenhanced front font ',16' textcolor rgb '#56b4e9'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_build-time.svg'
plot $curve1 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#0072b2', \
    $curve2 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#e69f00', \
    $curve3 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#009e73', \
    $curve4 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#d55e00', \
    $curve5 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#cc79a7', \
    $curve6 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#56b4e9', \
    $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#d55e00', \
    $curve5 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#cc79a7', \
    $curve6 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.4 lc rgb '#56b4e9'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output 'plots/dict_build-time.png'
replot
unset output
