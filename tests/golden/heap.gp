# Made by tare 0.1.0. `gnuplot sum_x-heap.gp` draws sum_x-heap.svg and .png beside it.
reset
undefine $*
set encoding utf8

$heap1 << EOD
0 0
0 0
0.1 2666666.67
0.2 5333333.33
0.3 8000000
0.4 8000000
0.5 8000000
0.6 8000000
0.7 8000000
0.8 8000000
0.9 8000000
1 0
EOD
$heap2 << EOD
0 0
0 0
0.1 8000000
0.2 16000000
0.3 24000000
0.4 32000000
0.5 32000000
0.6 32000000
0.7 32000000
0.8 32000000
0.9 32000000
1 0
EOD
$heap3 << EOD
0 0
0 0
0.1 9600000
0.2 19200000
0.3 28800000
0.4 38400000
0.5 48000000
0.6 48000000
0.7 48000000
0.8 48000000
0.9 48000000
1 0
EOD
set label 1 '{/:Bold Sum one field of n records}' at screen 0.0244,0.9409 left enhanced font ',21' textcolor rgb '#222222'
set label 2 "live heap from the case's entry to its return at n = 1,000,000 · labels: the peak · 1 more without heap" at screen 0.0244,0.8841 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1257
set rmargin at screen 0.8285
set bmargin at screen 0.2091
set tmargin at screen 0.8091
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:1]
set xtics ('0 %%' 0, '20 %%' 0.2, '40 %%' 0.4, '60 %%' 0.6, '80 %%' 0.8, '100 %%' 1) noenhanced
set label 3 'time, as a share of the weighed run' at screen 0.4771,0.1045 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0:50880000]
set ytics ('0' 0, '8 MiB' 8388608, '16 MiB' 16777216, '24 MiB' 25165824, '32 MiB' 33554432, '40 MiB' 41943040, '48 MiB' 50331648) noenhanced
set grid ytics lt 1 lc rgb '#e4e7ec' lw 1
set label 4 'live heap' at screen 0.0244,0.5091 center rotate by 90 noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'soa  7.63 MiB' at screen 0.8574,0.3034 left noenhanced front font ',16' textcolor rgb '#0072b2'
set arrow 1 from screen 0.8285,0.3034 to screen 0.8530,0.3034 nohead back lw 1 lc rgb '#0072b2'
set label 6 'aos  30.5 MiB' at screen 0.8574,0.5864 left noenhanced front font ',16' textcolor rgb '#e69f00'
set arrow 2 from screen 0.8285,0.5864 to screen 0.8530,0.5864 nohead back lw 1 lc rgb '#e69f00'
set label 7 'list  45.8 MiB' at screen 0.8574,0.7751 left noenhanced front font ',16' textcolor rgb '#009e73'
set arrow 3 from screen 0.8285,0.7751 to screen 0.8530,0.7751 nohead back lw 1 lc rgb '#009e73'
set label 8 'left out: boxed (crashed)' at screen 0.0244,0.0318 left noenhanced front font ',13' textcolor rgb '#6b7280'

name = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : 'sum_x-heap'
set terminal svg enhanced size 900,440 dynamic background '#ffffff' \
    font 'Inter&#44; DejaVu Sans&#44; sans-serif,16'
set output name.'.svg'
plot $heap3 using 1:2 with fsteps lw 2 dt 4 lc rgb '#009e73', \
    $heap2 using 1:2 with fsteps lw 2 dt 2 lc rgb '#e69f00', \
    $heap1 using 1:2 with fsteps lw 2 dt 1 lc rgb '#0072b2'

set terminal pngcairo enhanced size 1800,880 background '#ffffff' \
    font 'Inter,16' fontscale 1.5 linewidth 2 pointscale 3
set output name.'.png'
replot
unset output
