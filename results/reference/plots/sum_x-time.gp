# Made by tare 0.1.0. `gnuplot sum_x-time.gp` draws sum_x-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$curve1 << EOD
500 0.296115287 0.296114343 0.296123324
10000 0.309675128 0.307040197 0.345329487
100000 0.365978094 0.365198397 0.367480927
EOD
$law1 << EOD
500 0.322557701
10000 0.322557701
100000 0.322557701
EOD
$curve2 << EOD
500 0.296115287 0.296114287 0.296122554
10000 0.278371704 0.27771814 0.279309928
100000 0.279406375 0.277996817 0.280272329
EOD
$law2 << EOD
500 0.284516468
10000 0.284516468
100000 0.284516468
EOD
$curve3 << EOD
500 0.351582244 0.351504026 0.351607811
10000 0.339324786 0.339081648 0.340460175
100000 0.382124344 0.381848813 0.382972952
EOD
$law3 << EOD
500 0.357230947
10000 0.357230947
100000 0.357230947
EOD
$curve4 << EOD
500 1.22378019 1.2224563 1.22838882
10000 1.28049303 1.27771664 1.29058003
100000 1.26234031 1.25917159 1.27404644
EOD
$law4 << EOD
500 1.25531397
10000 1.25531397
100000 1.25531397
EOD
$curve5 << EOD
500 1.22197301 1.22182294 1.22799968
10000 4.81882572 4.77370419 5.06274479
100000 16.3733845 14.9894025 30.7381031
EOD
$curve6 << EOD
500 0.496937115 0.496268774 0.498394732
10000 0.662050813 0.645594534 0.6768939
100000 0.733001979 0.731786602 0.736438214
EOD
$law6 << EOD
500 0.444516625
10000 0.658794465
100000 0.823493082
EOD
$curve7 << EOD
500 0.310731987 0.310731987 0.310731987
10000 0.330956293 0.32881342 0.343174579
100000 0.366841844 0.366257755 0.369074427
EOD
$law7 << EOD
500 0.335386176
10000 0.335386176
100000 0.335386176
EOD
set label 1 '{/:Bold Sum one field of n records: what is fetched with it}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · right, and pale lines: how time grows' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1187
set rmargin at screen 0.7344
set bmargin at screen 0.1769
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [449.727458:111178.446]
set logscale x
set xtics ('500' 500, '10 k' 10000, '100 k' 100000) noenhanced
set label 3 'n' at screen 0.4265,0.0885 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.209391901:40.7681901]
set logscale y
set ytics ('0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4692 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 32 KiB' at screen 0.2106,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2106,0.1769 to screen 0.2106,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 1 MiB' at screen 0.5979,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.5979,0.1769 to screen 0.5979,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'aos' at screen 0.7632,0.2462 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'constant  (n^0.039 ±0.001)' at screen 0.7632,0.2115 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.7292,0.2388 to screen 0.7588,0.2462 nohead back lw 0.6 lc rgb '#0072b2'
set label 9 'soa' at screen 0.7632,0.1769 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 10 'constant  (n^-0.012 ±0.001)' at screen 0.7632,0.1423 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.7292,0.2089 to screen 0.7588,0.1769 nohead back lw 0.6 lc rgb '#e69f00'
set label 11 'soa_blocks' at screen 0.7632,0.3846 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 12 'constant  (n^0.014 ±0.000)' at screen 0.7632,0.3500 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.7292,0.2436 to screen 0.7588,0.3846 nohead back lw 0.6 lc rgb '#009e73'
set label 13 'list' at screen 0.7632,0.5231 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 14 'constant  (n^0.007 ±0.001)' at screen 0.7632,0.4885 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 6 from screen 0.7292,0.3762 to screen 0.7588,0.5231 nohead back lw 0.6 lc rgb '#d55e00'
set label 15 'list_shuffled' at screen 0.7632,0.6604 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 16 'no simple law  (about n^0.51)' at screen 0.7632,0.6258 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 17 'boxed' at screen 0.7632,0.4538 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set label 18 'as log n  (n^0.074 ±0.001)' at screen 0.7632,0.4192 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 7 from screen 0.7292,0.3159 to screen 0.7588,0.4538 nohead back lw 0.6 lc rgb '#56b4e9'
set label 19 'unrolled_list' at screen 0.7632,0.3154 left noenhanced front font ',16' textcolor rgb '#222222'
set label 20 'constant  (n^0.031 ±0.001)' at screen 0.7632,0.2808 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 8 from screen 0.7292,0.2391 to screen 0.7588,0.3154 nohead back lw 0.6 lc rgb '#222222'
set label 21 'cache lines: where aos, at 32 B an item, fills L1, L2, L3' at screen 0.0244,0.0269 left noenhanced front font ',13' textcolor rgb '#6b7280'

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
