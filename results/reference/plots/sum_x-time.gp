# Made by tare 0.1.0. Run `gnuplot plots/sum_x-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
500 0.357345898 0.356788115 0.358374846
10000 0.338090234 0.338014418 0.33839603
250000 1.13122306 1.1280478 1.13348011
EOD
$curve2 << EOD
500 0.358002546 0.357512646 0.358073788
10000 0.336119444 0.33604872 0.336504921
250000 0.346928031 0.346401903 0.348142016
EOD
$curve3 << EOD
500 1.68581171 1.68576912 1.68592368
10000 1.68366453 1.68262858 1.683877
250000 2.92234044 2.84262596 2.95226386
EOD
$curve4 << EOD
500 1.68581882 1.68580025 1.68583121
10000 6.45393484 6.44523339 6.47486776
250000 108.139531 102.269833 112.327067
EOD
$curve5 << EOD
500 0.358958645 0.358079394 0.359817781
10000 0.533162478 0.533004153 0.533254427
250000 2.48257397 2.47116429 2.51415884
EOD
$curve6 << EOD
500 0.408700131 0.408541246 0.409266641
10000 0.369069423 0.369037855 0.369141775
250000 1.12108197 1.11915337 1.12484274
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
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
set yrange [0.237114065:159.194973]
set logscale y
set ytics ('0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50, '100 ns' 100) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2553,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2553,0.1423 to screen 0.2553,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.6762,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.6762,0.1423 to screen 0.6762,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'aos' at screen 0.8692,0.3088 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 3 from screen 0.8330,0.2909 to screen 0.8647,0.3088 nohead back lw 0.6 lc rgb '#0072b2'
set label 8 'soa' at screen 0.8692,0.1785 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'list' at screen 0.8692,0.3917 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 4 from screen 0.8330,0.3812 to screen 0.8647,0.3917 nohead back lw 0.6 lc rgb '#009e73'
set label 10 'list_shuffled' at screen 0.8692,0.7248 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 11 'boxed' at screen 0.8692,0.3552 left noenhanced front font ',16' textcolor rgb '#cc79a7'
set arrow 5 from screen 0.8330,0.3657 to screen 0.8647,0.3552 nohead back lw 0.6 lc rgb '#cc79a7'
set label 12 'unrolled_list' at screen 0.8692,0.2723 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set arrow 6 from screen 0.8330,0.2901 to screen 0.8647,0.2723 nohead back lw 0.6 lc rgb '#56b4e9'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/sum_x-time.svg'
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
set output 'plots/sum_x-time.png'
replot
unset output
