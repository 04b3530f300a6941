# Made by tare 0.1.0. Run `gnuplot plots/scan-time.gp` in the folder of the run.
reset
set encoding utf8

$curve1 << EOD
500 0.744261755 0.744088511 0.744393499
10000 1.07445963 1.07438242 1.07456969
250000 1.47904031 1.47282658 1.51134345
EOD
$curve2 << EOD
500 0.744322737 0.744060573 0.744510339
10000 0.94628871 0.946143666 0.946409768
250000 1.17726956 1.17062099 1.18268097
EOD
$curve3 << EOD
500 0.747984375 0.747734976 0.748150913
10000 0.795437147 0.795298952 0.795723424
250000 0.924965 0.922289898 0.931382517
EOD
$curve4 << EOD
500 1.19169284 1.19147686 1.19212178
10000 1.1737186 1.17347184 1.173958
250000 1.33820803 1.24369026 1.34659101
EOD
set label 1 '{/:Bold Read every field of n records in order}' at screen 0.0244,0.9500 left enhanced font ',21' textcolor rgb '#222222'
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
set yrange [0.713087789:1.57698827]
set logscale y
set ytics ('0.8 ns' 0.8, '1 ns' 1, '1.5 ns' 1.5) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'time per record' at screen 0.0244,0.4519 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.2611,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.2611,0.1423 to screen 0.2611,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.6993,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.6993,0.1423 to screen 0.6993,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'padded' at screen 0.8990,0.7115 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 8 'reordered' at screen 0.8990,0.5335 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 9 'packed' at screen 0.8990,0.3453 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 10 'bitfield' at screen 0.8990,0.6334 left noenhanced front font ',16' textcolor rgb '#d55e00'

set terminal svg enhanced size 900,520 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output 'plots/scan-time.svg'
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
set output 'plots/scan-time.png'
replot
unset output
