# Made by tare 0.1.0. `gnuplot sum_x-time.gp` draws sum_x-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$curve1 << EOD
500 0.309077177 0.295933143 0.327287113
10000 0.274990282 0.274550711 0.276232112
100000 0.354658031 0.35302186 0.356728652
EOD
$law1 << EOD
500 0.31121799
10000 0.31121799
100000 0.31121799
EOD
$curve2 << EOD
500 0.291317289 0.291277517 0.329333792
10000 0.275216806 0.274690209 0.276483081
100000 0.275357281 0.271073821 0.29940337
EOD
$law2 << EOD
500 0.280529966
10000 0.280529966
100000 0.280529966
EOD
$curve3 << EOD
500 0.224696435 0.221626884 0.242847746
10000 0.237168026 0.236781607 0.239093374
100000 0.339096771 0.338963081 0.339642038
EOD
$law3 << EOD
500 0.187404795
10000 0.277742686
100000 0.347178358
EOD
$curve4 << EOD
500 1.17948563 1.17823717 1.1801759
10000 1.09829188 1.09694578 1.10281797
100000 1.15030094 1.14088622 1.18578276
EOD
$law4 << EOD
500 1.142196
10000 1.142196
100000 1.142196
EOD
$curve5 << EOD
500 1.18086126 1.17989891 1.18321304
10000 4.34691187 4.33824363 4.37595441
100000 16.3611421 16.1587117 16.5710753
EOD
$curve6 << EOD
500 0.290758582 0.289067694 0.315441597
10000 0.51029516 0.475759848 0.530036537
100000 0.759348438 0.756733969 0.765880619
EOD
$law6 << EOD
500 0.34492161
10000 0.511189987
100000 0.638987484
EOD
$curve7 << EOD
500 0.27460852 0.273457962 0.281670986
10000 0.2738988 0.273466781 0.275354268
100000 0.375602344 0.372388817 0.400570511
EOD
$law7 << EOD
500 0.304563235
10000 0.304563235
100000 0.304563235
EOD
set label 1 '{/:Bold Sum one field of n records: what is fetched with it}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · right, and pale lines: how time grows' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1187
set rmargin at screen 0.6928
set bmargin at screen 0.1423
set tmargin at screen 0.8385
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [449.727458:111178.446]
set logscale x
set xtics ('500' 500, '10 k' 10000, '100 k' 100000) noenhanced
set label 3 'n' at screen 0.4057,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.171079804:21.4671498]
set logscale y
set ytics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4904 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'aos' at screen 0.7216,0.2808 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'constant  (n^0.022 ±0.010)' at screen 0.7216,0.2462 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.6884,0.2473 to screen 0.7172,0.2808 nohead back lw 0.6 lc rgb '#0072b2'
set label 7 'soa' at screen 0.7216,0.1423 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 8 'constant  (n^-0.02 ±0.01)' at screen 0.7216,0.1077 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.6884,0.2109 to screen 0.7172,0.1423 nohead back lw 0.6 lc rgb '#e69f00'
set label 9 'soa_blocks' at screen 0.7216,0.2115 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 10 'as log n or constant  (n^0.07 ±0.01)' at screen 0.7216,0.1769 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.6884,0.2409 to screen 0.7172,0.2115 nohead back lw 0.6 lc rgb '#009e73'
set label 11 'list' at screen 0.7216,0.4885 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 12 'constant  (n^-0.005 ±0.004)' at screen 0.7216,0.4538 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.6884,0.4168 to screen 0.7172,0.4885 nohead back lw 0.6 lc rgb '#d55e00'
set label 13 'list_shuffled' at screen 0.7216,0.7993 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 14 'no simple law  (about n^0.49)' at screen 0.7216,0.7647 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 15 'boxed' at screen 0.7216,0.4192 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set label 16 'as log n  (n^0.18 ±0.01)' at screen 0.7216,0.3846 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.6884,0.3570 to screen 0.7172,0.4192 nohead back lw 0.6 lc rgb '#56b4e9'
set label 17 'unrolled_list' at screen 0.7216,0.3500 left noenhanced front font ',16' textcolor rgb '#222222'
set label 18 'constant or log n  (n^0.059 ±0.007)' at screen 0.7216,0.3154 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 6 from screen 0.6884,0.2556 to screen 0.7172,0.3500 nohead back lw 0.6 lc rgb '#222222'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-time'
set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $curve1 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#0072b2', \
    $curve2 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#e69f00', \
    $curve3 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#009e73', \
    $curve4 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#d55e00', \
    $curve5 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#cc79a7', \
    $curve6 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#56b4e9', \
    $curve7 using 1:3:4 with filledcurves fs transparent solid 0.18 lc rgb '#222222', \
    $law1 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law2 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law3 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law4 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law6 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $law7 using 1:2 with lines lw 0.7 lc rgb '#a9b4c2', \
    $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.5 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 2 pt 5 ps 0.5 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 4 pt 9 ps 0.5 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 5 pt 13 ps 0.5 lc rgb '#d55e00', \
    $curve5 using 1:2 with linespoints lw 2 dt 1 pt 11 ps 0.5 lc rgb '#cc79a7', \
    $curve6 using 1:2 with linespoints lw 2 dt 2 pt 6 ps 0.5 lc rgb '#56b4e9', \
    $curve7 using 1:2 with linespoints lw 2 dt 4 pt 4 ps 0.5 lc rgb '#222222'

set terminal pngcairo enhanced size 1800,1040 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
