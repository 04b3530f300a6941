# Made by tare 0.1.0. Run `gnuplot plots/update_random-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
500 1.63142609 1.6313535 1.63162595
10000 1.94588262 1.94550881 1.9461777
250000 3.86451406 3.82116461 3.95820438
EOD
$curve2 << EOD
500 1.62405652 1.62378839 1.62429727
10000 1.90494541 1.90465409 1.90534341
250000 3.38643006 3.32079951 3.44627707
EOD
$curve3 << EOD
500 1.71740888 1.71722832 1.717588
10000 1.94566074 1.94539163 1.94600462
250000 3.60208188 3.50696267 3.64926224
EOD
$curve4 << EOD
500 1.88393895 1.88379938 1.88415463
10000 2.05571562 2.05539298 2.05600047
250000 2.96049406 2.93881759 2.97394794
EOD
set label 1 '{/:Bold Change two fields of n records at random}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · caches as padded fills them, at 32 B an item' at screen 0.0244,0.9019 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1156
set rmargin at screen 0.8701
set bmargin at screen 0.1423
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [441.560894:283086.663]
set logscale x
set xtics ('500' 500, '10 k' 10000, '250 k' 250000) noenhanced
set label 3 'n' at screen 0.4928,0.0538 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [1.5392576:4.17557551]
set logscale y
set ytics ('2 ns' 2, '3 ns' 3, '4 ns' 4) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2611,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2611,0.1423 to screen 0.2611,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.6993,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.6993,0.1423 to screen 0.6993,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'padded' at screen 0.8990,0.7135 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'reordered' at screen 0.8990,0.6316 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'packed' at screen 0.8990,0.6699 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 10 'bitfield' at screen 0.8990,0.5482 left noenhanced front font ',16' textcolor rgb '#d55e00'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/update_random-time.svg'
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
set output 'plots/update_random-time.png'
replot
unset output
