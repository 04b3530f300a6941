# Made by tare 0.1.0. Run `gnuplot plots/update-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
500 0.930004638 0.928696033 0.930582695
10000 1.25845044 1.25821998 1.25921055
250000 1.586278 1.57334484 1.58958751
EOD
$curve2 << EOD
500 1.67177176 1.67166604 1.6720455
10000 1.91017855 1.90971434 1.91111479
250000 2.156341 2.12071362 2.18564416
EOD
$curve3 << EOD
500 2.03239262 2.02794976 2.04803064
10000 2.50567415 2.50495609 2.50622436
250000 3.20702206 3.19014813 3.21736255
EOD
$curve4 << EOD
500 2.02171689 2.0213775 2.02203079
10000 6.80655099 6.79513868 6.82820436
250000 42.7903179 42.494881 43.1765651
EOD
$curve5 << EOD
500 1.2662398 1.26566929 1.26736952
10000 1.53908125 1.53427855 1.54509219
250000 2.94806612 2.9132292 2.96686867
EOD
$curve6 << EOD
500 1.00342016 1.00335941 1.00350389
10000 1.28890206 1.28861716 1.28935895
250000 1.58792006 1.58246459 1.59030198
EOD
set label 1 '{/:Bold Rewrite every field of n records}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · caches as aos fills them, at 32 B an item' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.8403
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [441.560894:283086.663]
set logscale x
set xtics ('500' 500, '10 k' 10000, '250 k' 250000) noenhanced
set label 3 'n' at screen 0.4779,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.737617345:54.3613908]
set logscale y
set ytics ('1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2553,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2553,0.1423 to screen 0.2553,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.6762,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.6762,0.1423 to screen 0.6762,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'aos' at screen 0.8692,0.2265 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 3 from screen 0.8330,0.2526 to screen 0.8647,0.2265 nohead back lw 0.6 lc rgb '#0072b2'
set label 8 'soa' at screen 0.8692,0.2996 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'list' at screen 0.8692,0.3727 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 4 from screen 0.8330,0.3540 to screen 0.8647,0.3727 nohead back lw 0.6 lc rgb '#009e73'
set label 10 'list_shuffled' at screen 0.8692,0.7271 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 11 'boxed' at screen 0.8692,0.3361 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set label 12 'unrolled_list' at screen 0.8692,0.2630 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set arrow 5 from screen 0.8330,0.2527 to screen 0.8647,0.2630 nohead back lw 0.6 lc rgb '#56b4e9'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/update-time.svg'
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
set output 'plots/update-time.png'
replot
unset output
