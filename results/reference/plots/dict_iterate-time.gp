# Made by tare 0.1.0. Run `gnuplot plots/dict_iterate-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
100 14.9114552 14.7426009 14.9444497
3000 14.7077813 14.7071376 14.7091721
30000 14.9402335 14.5791249 16.1426616
EOD
$curve2 << EOD
100 457.847545 456.91304 458.440378
3000 944.978389 776.551797 1019.95777
30000 559.596617 558.077713 999.583999
EOD
$curve3 << EOD
100 22.161848 21.8287037 22.6137638
3000 23.1231389 23.0489229 23.6322262
30000 29.897403 25.6350947 42.3553594
EOD
$curve4 << EOD
100 0.504492884 0.504488975 0.504512799
3000 0.504223833 0.503367406 0.506567543
30000 0.501552228 0.501514031 0.501577195
EOD
$curve5 << EOD
100 0.996223653 0.995832831 0.996374812
3000 0.46199064 0.460599876 0.464540591
30000 0.83486684 0.818172941 0.843441778
EOD
$curve6 << EOD
100 6.4484444 6.35272096 6.49988063
3000 6.92308854 6.83308444 7.01174301
30000 17.322067 15.2697266 31.4575817
EOD
set label 1 '{/:Bold Sum all n values of a dictionary}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
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
set yrange [0.290140472:1619.18956]
set logscale y
set ytics ('0.3 ns' 0.3, '1 ns' 1, '3 ns' 3, '10 ns' 10, '30 ns' 30, '100 ns' 100, '300 ns' 300, '1 µs' 1000) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per key' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.3044,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.3044,0.1423 to screen 0.3044,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.7481,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.7481,0.1423 to screen 0.7481,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'json_tree' at screen 0.8457,0.4088 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 3 from screen 0.8100,0.4252 to screen 0.8412,0.4088 nohead back lw 0.6 lc rgb '#0072b2'
set label 8 'json_text' at screen 0.8457,0.6853 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'json_text_scan' at screen 0.8457,0.4819 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 4 from screen 0.8100,0.4750 to screen 0.8412,0.4819 nohead back lw 0.6 lc rgb '#009e73'
set label 10 'sorted_array' at screen 0.8457,0.1816 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 11 'hash_open' at screen 0.8457,0.2182 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 12 'rb_tree' at screen 0.8457,0.4454 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set arrow 5 from screen 0.8100,0.4358 to screen 0.8412,0.4454 nohead back lw 0.6 lc rgb '#56b4e9'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_iterate-time.svg'
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
set output 'plots/dict_iterate-time.png'
replot
unset output
