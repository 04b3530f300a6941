# Made by tare 0.1.0. `gnuplot sum_x-time.gp` draws sum_x-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$curve1 << EOD
500 0.285131895 0.268798281 0.28735956
10000 0.250910543 0.248467054 0.251865899
100000 0.319372926 0.316924267 0.321805129
EOD
$law1 << EOD
500 0.283762021
10000 0.283762021
100000 0.283762021
EOD
$curve2 << EOD
500 0.278677846 0.270003746 0.298508029
10000 0.251400824 0.24899636 0.252050556
100000 0.249317955 0.248042203 0.250750725
EOD
$law2 << EOD
500 0.259462282
10000 0.259462282
100000 0.259462282
EOD
$curve3 << EOD
500 0.204285823 0.200261201 0.226705276
10000 0.216370433 0.214395829 0.217291528
100000 0.306945369 0.303962636 0.308706579
EOD
$law3 << EOD
500 0.170328681
10000 0.252435085
100000 0.315543856
EOD
$curve4 << EOD
500 1.01410078 1.00529549 1.01620625
10000 1.00270371 0.982181653 1.10388557
100000 1.04693083 1.03643431 1.0563384
EOD
$law4 << EOD
500 1.02107406
10000 1.02107406
100000 1.02107406
EOD
$curve5 << EOD
500 1.01220377 1.00641291 1.0156197
10000 3.72389121 3.70177832 3.74726574
100000 13.1958872 11.1820759 44.7912763
EOD
$curve6 << EOD
500 0.298492332 0.270693702 0.30245574
10000 0.493717857 0.450182169 0.513589026
100000 0.692494167 0.684418902 0.696858557
EOD
$law6 << EOD
500 0.33373218
10000 0.494606726
100000 0.618258408
EOD
$curve7 << EOD
500 0.249534946 0.248128093 0.254529511
10000 0.249683242 0.247719445 0.250706537
100000 0.33784108 0.335371905 0.341198894
EOD
$law7 << EOD
500 0.276107206
10000 0.276107206
100000 0.276107206
EOD
set label 1 '{/:Bold Sum one field of n records: what is fetched with it}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · right, and pale lines: how time grows' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1187
set rmargin at screen 0.6928
set bmargin at screen 0.1769
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [449.727458:111178.446]
set logscale x
set xtics ('500' 500, '10 k' 10000, '100 k' 100000) noenhanced
set label 3 'n' at screen 0.4057,0.0885 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.144750815:61.9682504]
set logscale y
set ytics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4692 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2466,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2466,0.1769 to screen 0.2466,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 1 MiB' at screen 0.5655,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.5655,0.1769 to screen 0.5655,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'aos' at screen 0.7216,0.3154 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'constant  (n^0.022 ±0.007)' at screen 0.7216,0.2808 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.6884,0.2533 to screen 0.7172,0.3154 nohead back lw 0.6 lc rgb '#0072b2'
set label 9 'soa' at screen 0.7216,0.1769 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 10 'constant  (n^-0.02 ±0.01)' at screen 0.7216,0.1423 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 4 from screen 0.6884,0.2294 to screen 0.7172,0.1769 nohead back lw 0.6 lc rgb '#e69f00'
set label 11 'soa_blocks' at screen 0.7216,0.2462 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 12 'as log n or constant  (n^0.07 ±0.02)' at screen 0.7216,0.2115 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 13 'list' at screen 0.7216,0.5231 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 14 'constant  (n^0.006 ±0.002)' at screen 0.7216,0.4885 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 5 from screen 0.6884,0.3678 to screen 0.7172,0.5231 nohead back lw 0.6 lc rgb '#d55e00'
set label 15 'list_shuffled' at screen 0.7216,0.6123 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 16 'no simple law  (about n^0.53)' at screen 0.7216,0.5777 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 17 'boxed' at screen 0.7216,0.4538 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set label 18 'as log n  (n^0.17 ±0.01)' at screen 0.7216,0.4192 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 6 from screen 0.6884,0.3279 to screen 0.7172,0.4538 nohead back lw 0.6 lc rgb '#56b4e9'
set label 19 'unrolled_list' at screen 0.7216,0.3846 left noenhanced front font ',16' textcolor rgb '#222222'
set label 20 'constant or log n  (n^0.054 ±0.003)' at screen 0.7216,0.3500 left noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 7 from screen 0.6884,0.2587 to screen 0.7172,0.3846 nohead back lw 0.6 lc rgb '#222222'
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
