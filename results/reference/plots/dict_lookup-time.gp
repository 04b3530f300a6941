# Made by tare 0.1.0. Run `gnuplot plots/dict_lookup-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
100 14.6146125 14.0916676 14.7597235
1000 14.651485 14.3473053 14.9373903
10000 14.4473713 14.2253087 14.6644371
EOD
$curve2 << EOD
100 44174.377 43638.2539 44458.3261
1000 1480036.12 1237400.47 1544237.72
10000 10123970.3 10054572.7 10175634.2
EOD
$curve3 << EOD
100 110.460123 105.202224 111.436608
1000 888.762991 877.592695 900.665241
10000 9633.99121 9553.30761 9667.28276
EOD
$curve4 << EOD
100 23.1319113 21.5391439 25.250224
1000 33.3615795 30.6392384 34.8552334
10000 46.7871792 44.3782938 48.5145742
EOD
$curve5 << EOD
100 10.7798583 10.7468031 11.1728455
1000 11.6093743 11.4035654 12.6549159
10000 11.9003899 11.8078062 12.3527414
EOD
$curve6 << EOD
100 34.1683947 31.7405822 38.2070077
1000 67.6281436 62.2643667 73.6363778
10000 88.2318257 83.8589832 91.4952276
EOD
set label 1 '{/:Bold Look up 4 hot keys of n}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · caches as json_tree fills them, at 120.2 B an item' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.8168
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [91.2010839:10964.782]
set logscale x
set xtics ('100' 100, '1 k' 1000, '10 k' 10000) noenhanced
set label 3 'n' at screen 0.4662,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [4.70654658:23234772.1]
set logscale y
set ytics ('10 ns' 10, '100 ns' 100, '1 µs' 1000, '10 µs' 10000, '100 µs' 100000, '1 ms' 1000000, '10 ms' 10000000) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per lookup' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.3352,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.3352,0.1423 to screen 0.3352,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'json_tree' at screen 0.8457,0.1971 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 2 from screen 0.8100,0.1874 to screen 0.8412,0.1971 nohead back lw 0.6 lc rgb '#0072b2'
set label 7 'json_text' at screen 0.8457,0.7282 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 8 'json_text_scan' at screen 0.8457,0.4486 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 9 'sorted_array' at screen 0.8457,0.2337 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 10 'hash_open' at screen 0.8457,0.1606 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set arrow 3 from screen 0.8100,0.1796 to screen 0.8412,0.1606 nohead back lw 0.6 lc rgb '#cc79a7'
set label 11 'rb_tree' at screen 0.8457,0.2702 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set arrow 4 from screen 0.8100,0.2601 to screen 0.8412,0.2702 nohead back lw 0.6 lc rgb '#56b4e9'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/dict_lookup-time.svg'
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
set output 'plots/dict_lookup-time.png'
replot
unset output
