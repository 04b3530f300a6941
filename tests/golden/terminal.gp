# Made by tare 0.1.0. `gnuplot sum_x-time.gp` draws sum_x-time.svg and .png beside it.
reset
undefine $*
set encoding utf8

$curve1 << EOD
1000 0.213 0.212148 0.213852
100000 0.213 0.212148 0.213852
1000000 0.213 0.212148 0.213852
EOD
$curve2 << EOD
1000 0.664 0.660016 0.667984
100000 0.664 0.660016 0.667984
1000000 0.664 0.660016 0.667984
EOD
$curve3 << EOD
1000 0.9 0.8901 0.9099
100000 1.215 1.201635 1.228365
1000000 1.89 1.86921 1.91079
EOD
$curve4 << EOD
1000 6.4 6.2656 6.5344
100000 11.664 11.419056 11.908944
1000000 28.224 27.631296 28.816704
EOD
$curve5 << EOD
1000 0.668 0.647292 0.688708
100000 0.668 0.647292 0.688708
1000000 0.668 0.647292 0.688708
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9500 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'bands: 95 % interval over 10 sets · both axes logarithmic · right, and…' at screen 0.0286,0.9115 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1531
set rmargin at screen 0.5828
set bmargin at screen 0.2192
set tmargin at screen 0.7615
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [870.96359:1148153.62]
set logscale x
set xtics ('1 k' 1000, '100 k' 100000, '1 M' 1000000) noenhanced
set label 3 'n' at screen 0.3680,0.1154 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [0.158000558:38.6923072]
set logscale y
set ytics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20) noenhanced
set label 4 'time per record' at screen 0.0286,0.8731 left noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'L1d 48 KiB' at screen 0.1871,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 1 from screen 0.1871,0.2192 to screen 0.1871,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 6 'L2 2 MiB' at screen 0.4116,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 2 from screen 0.4116,0.2192 to screen 0.4116,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 7 'L3 32 MiB' at screen 0.5774,0.7885 center noenhanced front font ',13' textcolor rgb '#6b7280'
set arrow 3 from screen 0.5774,0.2192 to screen 0.5774,0.7692 nohead back lw 1 dt (6,5) lc rgb '#9aa3af'
set label 8 'soa' at screen 0.6167,0.2346 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 9 'constant  (n^0.000 ±0.000)' at screen 0.6167,0.1962 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 'aos' at screen 0.6167,0.3173 left noenhanced front font ',16' textcolor rgb '#e69f00'
set label 11 'constant  (n^0.000 ±0.000)' at screen 0.6167,0.2789 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 12 'list' at screen 0.6167,0.4827 left noenhanced front font ',16' textcolor rgb '#009e73'
set label 13 'as log n  (n^0.101 ±0.000)' at screen 0.6167,0.4443 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 14 'list_shuffled' at screen 0.6167,0.7304 left noenhanced front font ',16' textcolor rgb '#d55e00'
set label 15 'no simple law  (about n^0.20)' at screen 0.6167,0.6920 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 16 'unrolled_list' at screen 0.6167,0.4000 left noenhanced front font ',16' textcolor rgb '#56b4e9'
set label 17 'constant  (n^0.000 ±0.000)' at screen 0.6167,0.3616 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 18 'cache lines: where aos, at 32 B an item, fills L1, L2, L3 · left out:' at screen 0.0286,0.0654 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 19 'boxed (crashed)' at screen 0.0286,0.0269 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal dumb nofeed noenhanced mono size 80,26
plot $curve1 using 1:2 with linespoints lw 2 dt 1 pt 7 ps 0.5 lc rgb '#0072b2', \
    $curve2 using 1:2 with linespoints lw 2 dt 2 pt 5 ps 0.5 lc rgb '#e69f00', \
    $curve3 using 1:2 with linespoints lw 2 dt 4 pt 9 ps 0.5 lc rgb '#009e73', \
    $curve4 using 1:2 with linespoints lw 2 dt 5 pt 13 ps 0.5 lc rgb '#d55e00', \
    $curve5 using 1:2 with linespoints lw 2 dt 2 pt 6 ps 0.5 lc rgb '#56b4e9'
# Made by tare 0.1.0. `gnuplot sum_x-median.gp` draws sum_x-median.svg and .png beside it.
reset
undefine $*
set encoding utf8

$fastest1 << EOD
1 213000
EOD
$others1 << EOD
2 664000
3 668000
4 1890000
5 28224000
EOD
$whiskers1 << EOD
1 213000 212148 213852
2 664000 660016 667984
3 668000 647292 688708
4 1890000 1869210 1910790
5 28224000 27631296 28816704
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9133 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · whiskers: 95 % interval over 10 sets · logarithmic axis' at screen 0.0286,0.8467 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2146
set rmargin at screen 0.7188
set bmargin at screen 0.3333
set tmargin at screen 0.6667
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [192299.801:31791016.4]
set logscale x
set xtics ('300 µs' 300000, '1 ms' 1000000, '3 ms' 3000000, '10 ms' 10000000, '30 ms' 30000000) noenhanced
set label 3 'time per operation  (less is better)' at screen 0.4667,0.1533 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 'soa' at screen 0.1990,0.6333 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'aos' at screen 0.1990,0.5667 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'unrolled_list' at screen 0.1990,0.5000 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'list' at screen 0.1990,0.4333 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'list_shuffled' at screen 0.1990,0.3667 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'left out: boxed (crashed)' at screen 0.0286,0.0467 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 '213 µs' at screen 0.2381,0.6333 left noenhanced front font ',16' textcolor rgb '#222222'
set label 11 '3.12x faster' at screen 0.3261,0.6333 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 12 '664 µs' at screen 0.3505,0.5667 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 'baseline' at screen 0.4385,0.5667 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 14 '668 µs' at screen 0.3535,0.5000 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 'unsure' at screen 0.4415,0.5000 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 16 '1.89 ms' at screen 0.4542,0.4333 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '2.85x slower' at screen 0.5548,0.4333 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 18 '28.2 ms' at screen 0.7221,0.3667 left noenhanced front font ',16' textcolor rgb '#222222'
set label 19 '42.3x slower' at screen 0.8226,0.3667 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal dumb nofeed noenhanced mono size 80,15
plot $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '#222222', \
    $fastest1 using 2:1 with points pt 7 ps 0.75 lc rgb '#0072b2', \
    $others1 using 2:1 with points pt 7 ps 0.75 lc rgb '#6b7280'
# Made by tare 0.1.0. `gnuplot sum_x-density.gp` draws sum_x-density.svg and .png beside it.
reset
undefine $*
set encoding utf8

$median1 << EOD
0 1.3 -0.0268554963 0.0467991093
0 2.3 -0.0213364998 0.0450944459
0 3.3 -0.0247927497 0.0434026519
0 4.3 -0.0261680184 0.0516230454
0 5.3 -0.0231063969 0.0454153273
EOD
$ridge1 << EOD
-0.089279081 1.3
-0.089279081 1.27708322
-0.0780501306 1.24277577
-0.0764540851 1.2347492
-0.0696321299 1.19029375
-0.0668211801 1.16698101
-0.0558950803 1.04974859
-0.0555922296 1.04604693
-0.0549785457 1.03851261
-0.0443632791 0.913692029
-0.0400890287 0.873683722
-0.0376744976 0.854413384
-0.0331343286 0.823103386
-0.0304565553 0.80631361
-0.0273701848 0.787140427
-0.0245999246 0.76928414
-0.0223721366 0.754160867
-0.022162497 0.752698578
-0.0219053782 0.750895848
-0.0140241352 0.691852583
-0.0106764277 0.666458085
-0.0099549662 0.661181855
-0.00934683495 0.65681766
-0.0049616468 0.628600947
-0.00303113594 0.618642184
0.000552522791 0.605437239
0.000812237351 0.604775103
0.00437247425 0.6
0.00668797024 0.601257025
0.0109654048 0.612343144
0.0117814733 0.615689662
0.0143516933 0.628679193
0.0150269637 0.632696056
0.0185850117 0.657937584
0.0202636834 0.672222589
0.0230104237 0.698909031
0.0236030494 0.705207615
0.0315308376 0.806884898
0.0342393742 0.847757834
0.0384042679 0.913658385
0.0424186471 0.977112777
0.0454683247 1.02280453
0.0497541798 1.08030381
0.0503710353 1.08778746
0.0566972752 1.15190263
0.0669523005 1.21494898
0.0679262257 1.21926781
0.0791551761 1.25994373
0.0866411431 1.27929461
0.0866411431 1.3
EOD
$ridge2 << EOD
-0.089279081 2.3
-0.089279081 2.29340542
-0.0780501306 2.26924899
-0.0706086399 2.24197886
-0.0668211801 2.22618309
-0.0568285055 2.17066805
-0.0555922296 2.16068655
-0.047373569 2.06369934
-0.0469557928 2.05726408
-0.0443632791 2.01452489
-0.0337356209 1.82037163
-0.0331343286 1.81021729
-0.0314849681 1.78357009
-0.0294540432 1.75345491
-0.0247262229 1.69574093
-0.0219053782 1.66918657
-0.0193967028 1.64986848
-0.0183223333 1.64270062
-0.0129158961 1.61545373
-0.0106764277 1.60815728
-0.010564112 1.60785093
-0.00790969876 1.60226732
-0.00556320777 1.6
-0.00292650025 1.60051037
-2.78854421e-05 1.60496873
0.000552522791 1.60637555
0.00194451863 1.61048182
0.00694949723 1.63441044
0.0102250532 1.65835625
0.0117814733 1.67200558
0.0157030467 1.71190343
0.0157227003 1.71211947
0.0158327186 1.71333116
0.0197534424 1.75823021
0.0230104237 1.79565244
0.0275035128 1.84225273
0.0308584358 1.87114808
0.0325761606 1.88397723
0.0342393742 1.89535846
0.0425616766 1.94736162
0.0447110388 1.96241622
0.0454683247 1.96807213
0.0565695043 2.06920577
0.0566972752 2.07045731
0.0607214977 2.1086757
0.0679262257 2.16606535
0.0753012148 2.20912918
0.0791551761 2.22787646
0.0866411431 2.25976777
0.0866411431 2.3
EOD
$ridge3 << EOD
-0.089279081 3.3
-0.089279081 3.28282441
-0.0780501306 3.24743689
-0.0745918824 3.23052912
-0.0668211801 3.18135785
-0.06306947 3.1525798
-0.0560023538 3.08985732
-0.0555922296 3.08584855
-0.0518937439 3.0477807
-0.0443632791 2.96236294
-0.03752235 2.88748929
-0.0367895319 2.88026343
-0.0331343286 2.84711941
-0.0294418185 2.81805308
-0.0261204017 2.79449437
-0.0231682932 2.77469495
-0.0227575803 2.77199772
-0.0219053782 2.76644163
-0.0174867241 2.73864934
-0.012475937 2.70995967
-0.0106764277 2.70036945
-0.00867034342 2.68986484
-0.00541412858 2.67246453
-0.00396818427 2.66433622
-0.00293347691 2.65832298
0.000552522791 2.6371497
0.00255288555 2.62509015
0.00403283785 2.61683659
0.00988363105 2.6
0.0101260204 2.60014575
0.0117814733 2.60349118
0.0130384401 2.60893687
0.014439654 2.61809978
0.0200568334 2.68564209
0.0219273189 2.71666651
0.0230104237 2.73578016
0.0234209771 2.74317564
0.0331514331 2.91049118
0.0342393742 2.92575117
0.0343888961 2.92777894
0.0390566349 2.98347313
0.0454683247 3.04461231
0.0554326518 3.1331056
0.0557520037 3.13585256
0.0566972752 3.14387922
0.0679262257 3.21700045
0.0707178668 3.22735055
0.0791551761 3.24684251
0.0866411431 3.26120732
0.0866411431 3.3
EOD
$ridge4 << EOD
-0.089279081 4.3
-0.089279081 4.27648055
-0.0780501306 4.2242033
-0.0758217128 4.20855596
-0.0715953701 4.17404107
-0.0668211801 4.12828639
-0.0584335175 4.03697269
-0.0580049049 4.03216315
-0.0555922296 4.00521261
-0.0443632791 3.89118076
-0.0413254297 3.86509464
-0.0391512674 3.84759053
-0.0332282431 3.8032321
-0.0331343286 3.80255132
-0.029246112 3.77444429
-0.0248247421 3.7418924
-0.023046687 3.7284839
-0.0219053782 3.71979194
-0.0208359846 3.71160516
-0.0126879413 3.65102508
-0.0106764277 3.63791489
-0.0101241586 3.63455161
-0.00905697851 3.62838847
-0.00293533122 3.60390775
-0.00246232743 3.60291994
-0.000250243389 3.60020266
0.000552522791 3.6
0.00734846123 3.61407766
0.00943769937 3.62326082
0.0117814733 3.63554719
0.0128832882 3.64190689
0.017331835 3.67027378
0.0191253833 3.68260558
0.020293691 3.69086162
0.0230104237 3.71075165
0.0258385304 3.73267092
0.0276392227 3.74744615
0.0342393742 3.80892414
0.0363581764 3.83141113
0.0441524466 3.92318936
0.0454683247 3.93938985
0.0476632924 3.96630753
0.0508600745 4.00457027
0.0566972752 4.06896356
0.0571680855 4.07377966
0.0679262257 4.16841745
0.0787261256 4.23487407
0.0791551761 4.23687262
0.0866411431 4.26383664
0.0866411431 4.3
EOD
$ridge5 << EOD
-0.089279081 5.3
-0.089279081 5.25627165
-0.0829000994 5.23602784
-0.0780501306 5.21961896
-0.0676260998 5.17605204
-0.0668211801 5.17187387
-0.0584369214 5.11879313
-0.0555922296 5.09638354
-0.0526979872 5.071026
-0.0443632791 4.98250473
-0.0371324957 4.88963409
-0.0333733661 4.83911507
-0.0331343286 4.83592816
-0.031811328 4.81843051
-0.0262817615 4.7498047
-0.0233670519 4.71797138
-0.0219053782 4.70339484
-0.0196778237 4.68307466
-0.0177062852 4.66703635
-0.0117494752 4.62952767
-0.0106764277 4.62445625
-0.00803149363 4.61404848
-0.00759772038 4.61262045
-0.00413454955 4.60397499
-0.00294921656 4.60213014
0.000552522791 4.6
0.00107237326 4.60011108
0.00789467748 4.6122466
0.0099128443 4.619792
0.0111969673 4.62555896
0.0117814733 4.62843246
0.0162420342 4.65534747
0.0175511745 4.66483265
0.0217068074 4.69902965
0.0230104237 4.71084561
0.0250437691 4.73009326
0.0267074137 4.74645245
0.0342393742 4.82491222
0.035962284 4.8435642
0.0409587631 4.89900122
0.0454683247 4.95079833
0.0460621666 4.95772566
0.0468518348 4.96696553
0.0566972752 5.0813944
0.0569329725 5.08402461
0.0679262257 5.19195423
0.0721350339 5.22324845
0.0791551761 5.26132886
0.0866411431 5.28446742
0.0866411431 5.3
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9480 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · density of the samples (Sheather-Jones), each arm about…' at screen 0.0286,0.9080 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2146
set rmargin at screen 0.8682
set bmargin at screen 0.2000
set tmargin at screen 0.8000
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [-0.089279081:0.0866411431]
set xtics ('-8 %%' -0.08, '-6 %%' -0.06, '-4 %%' -0.04, '-2 %%' -0.02, '0 %%' 0, '2 %%' 0.02, '4 %%' 0.04, '6 %%' 0.06, '8 %%' 0.08) noenhanced
set label 3 'time of a sample against the median of its arm, which stands at the right' at screen 0.5414,0.0920 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 'soa' at screen 0.1990,0.7400 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'aos' at screen 0.1990,0.6200 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'unrolled_list' at screen 0.1990,0.5000 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'list' at screen 0.1990,0.3800 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'list_shuffled' at screen 0.1990,0.2600 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'left out: boxed (crashed)' at screen 0.0286,0.0280 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 '214 µs' at screen 0.8839,0.7400 left noenhanced front font ',16' textcolor rgb '#222222'
set label 11 '664 µs' at screen 0.8839,0.6200 left noenhanced front font ',16' textcolor rgb '#222222'
set label 12 '666 µs' at screen 0.8839,0.5000 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 '1.89 ms' at screen 0.8839,0.3800 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '28.3 ms' at screen 0.8839,0.2600 left noenhanced front font ',16' textcolor rgb '#222222'

set terminal dumb nofeed noenhanced mono size 80,25
plot $ridge1 using 1:2 with lines lw 1.2 lc rgb '#0072b2', \
    $ridge2 using 1:2 with lines lw 1.2 lc rgb '#e69f00', \
    $ridge3 using 1:2 with lines lw 1.2 lc rgb '#56b4e9', \
    $ridge4 using 1:2 with lines lw 1.2 lc rgb '#009e73', \
    $ridge5 using 1:2 with lines lw 1.2 lc rgb '#d55e00', \
    $median1 using 3:2:4:(0) with vectors nohead lw 4 lc rgb '#555b66', \
    $median1 using 1:2 with points pt 7 ps 0.55 lc rgb '#222222'
# Made by tare 0.1.0. `gnuplot sum_x-samples.gp` draws sum_x-samples.svg and .png beside it.
reset
undefine $*
set encoding utf8

$strip1 << EOD
0.6175 1.18778255
0.7525 0.924874408
0.8875 0.99213688
1.0225 0.959228253
1.1575 1.14190676
1.2925 1.09118254
1.405 1.04188051

1.6175 0.97281187
1.7525 1.01981072
1.8875 1.05623841
2.0225 0.999277634
2.1575 1.18814549
2.2925 1.0024934
2.405 1.14419678

2.6175 1.05755506
2.7525 0.882187055
2.8875 0.879111469
3.0225 1.14495036
3.1575 1.06764623
3.2925 0.981729204
3.405 1.13096862

3.6175 0.900648699
3.7525 0.928767616
3.8875 0.940540898
4.0225 1.02180966
4.1575 0.880994963
4.2925 1.06920508
4.405 0.954052884

4.6175 1.00675123
4.7525 1.01363814
4.8875 0.905411581
5.0225 0.974839085
5.1575 1.06896871
5.2925 0.901845188
5.405 1.05738004

5.6175 0.933080514
5.7525 1.0473198
5.8875 1.1062481
6.0225 0.980967761
6.1575 0.911337658
6.2925 0.993930266
6.405 1.11759742

6.6175 1.0239396
6.7525 1.02165196
6.8875 0.97531103
7.0225 0.91829928
7.1575 1.04311166
7.2925 0.963546188
7.405 0.756421363

7.6175 1.06701854
7.7525 0.88036419
7.8875 0.930482993
8.0225 1.01179565
8.1575 1.00072237
8.2925 0.886416727
8.405 0.958002438

8.6175 1.2462151
8.7525 0.949766691
8.8875 1.13128127
9.0225 1.01081784
9.1575 1.08527347
9.2925 0.91235222
9.405 1.01534311

9.6175 1.058252
9.7525 0.949863975
9.8875 0.952422856
10.0225 0.916734489
10.1575 1.07885977
10.2925 0.918767773
10.405 1.02549331

EOD
$strip2 << EOD
0.6175 2.13561783
0.7525 1.85049121
0.8875 2.01105435
1.0225 2.07614004
1.1575 2.09020333
1.2925 2.00557838
1.405 2.0768876

1.6175 1.91025841
1.7525 2.12236136
1.8875 2.05340288
2.0225 1.99314993
2.1575 2.07009167
2.2925 2.06170578
2.405 2.0257309

2.6175 2.05972551
2.7525 1.95809463
2.8875 2.01654201
3.0225 2.07651723
3.1575 1.8206588
3.2925 2.00745152
3.405 2.02454449

3.6175 1.97604692
3.7525 2.02266
3.8875 2.07883396
4.0225 2.07420313
4.1575 1.84795843
4.2925 1.9015066
4.405 1.9035868

4.6175 1.9408317
4.7525 2.02738549
4.8875 2.04046026
5.0225 1.97143815
5.1575 2.05195641
5.2925 1.9855729
5.405 2.03007468

5.6175 1.93719584
5.7525 2.07454227
5.8875 2.03524704
6.0225 1.90311052
6.1575 2.02507691
6.2925 2.09160369
6.405 2.01407569

6.6175 2.0316294
6.7525 1.96886126
6.8875 2.04713669
7.0225 2.09527003
7.1575 2.00056263
7.2925 2.02277793
7.405 1.99055742

7.6175 2.02102934
7.7525 1.9731541
7.8875 1.94145215
8.0225 2.1055593
8.1575 1.97186932
8.2925 1.9371882
8.405 1.9207979

8.6175 1.93025209
8.7525 1.92401548
8.8875 2.06923956
9.0225 2.0499955
9.1575 1.89118239
9.2925 1.85275278
9.405 1.93589375

9.6175 2.0054681
9.7525 1.95200484
9.8875 1.9170621
10.0225 1.9495704
10.1575 1.94228125
10.2925 1.97858155
10.405 1.94917488

EOD
$strip3 << EOD
0.6175 2.94416855
0.7525 3.10693439
0.8875 2.92919265
1.0225 2.91286824
1.1575 3.02519972
1.2925 3.03743855
1.405 2.90291153

1.6175 3.06279744
1.7525 3.11875864
1.8875 2.91291798
2.0225 3.03455308
2.1575 3.11704532
2.2925 3.00969452
2.405 2.79492521

2.6175 3.04493625
2.7525 2.96401989
2.8875 3.09392998
3.0225 3.0563544
3.1575 3.09287855
3.2925 2.87219795
3.405 2.91305565

3.6175 3.17066379
3.7525 2.95387097
3.8875 3.09871209
4.0225 3.07274212
4.1575 3.13548292
4.2925 2.99350899
4.405 3.03069702

4.6175 2.94919997
4.7525 3.07262615
4.8875 3.0004126
5.0225 2.97228585
5.1575 2.90465985
5.2925 2.98078067
5.405 2.92150337

5.6175 3.05179323
5.7525 3.09533906
5.8875 3.10930289
6.0225 3.02515016
6.1575 2.95941664
6.2925 3.09914951
6.405 2.97426785

6.6175 2.97918017
6.7525 3.1013826
6.8875 2.91241289
7.0225 2.94597867
7.1575 3.05411096
7.2925 3.07472278
7.405 3.08518311

7.6175 3.02605059
7.7525 2.98381145
7.8875 2.98518395
8.0225 2.94574447
8.1575 2.85329819
8.2925 2.95897982
8.405 3.00930756

8.6175 2.94392108
8.7525 2.93738087
8.8875 3.02861
9.0225 2.87298909
9.1575 2.96616503
9.2925 2.92644371
9.405 3.00221097

9.6175 2.93722004
9.7525 3.03939654
9.8875 2.96961736
10.0225 3.0248297
10.1575 3.00710735
10.2925 2.86043218
10.405 2.97772248

EOD
$strip4 << EOD
0.6175 4.00540979
0.7525 4.06401685
0.8875 3.93409864
1.0225 4.06514227
1.1575 4.0856535
1.2925 3.93947948
1.405 4.10184596

1.6175 4.02436962
1.7525 3.9315354
1.8875 3.83530106
2.0225 3.98593771
2.1575 3.99311271
2.2925 3.89321386
2.405 3.99646684

2.6175 4.13717093
2.7525 4.02588014
2.8875 3.97651485
3.0225 3.93787842
3.1575 3.95762474
3.2925 3.87001559
3.405 4.00995868

3.6175 4.00915162
3.7525 3.95744844
3.8875 3.97554581
4.0225 4.14058061
4.1575 3.85464656
4.2925 3.95310594
4.405 3.93360354

4.6175 4.09518495
4.7525 4.0724077
4.8875 3.96666642
5.0225 4.04093247
5.1575 4.00014907
5.2925 4.06363829
5.405 4.12755752

5.6175 3.88827692
5.7525 4.15486583
5.8875 3.98675752
6.0225 4.10852527
6.1575 4.09168271
6.2925 3.95276134
6.405 4.06610216

6.6175 3.98313736
6.7525 4.13477076
6.8875 4.04761643
7.0225 4.10880584
7.1575 4.09972666
7.2925 3.96739409
7.405 3.88570474

7.6175 4.01730716
7.7525 4.02239847
7.8875 3.86742043
8.0225 4.08330021
8.1575 3.99694084
8.2925 3.90507239
8.405 3.8096234

8.6175 3.99231015
8.7525 4.02108457
8.8875 3.9970165
9.0225 4.11029862
9.1575 3.98931801
9.2925 3.85397959
9.405 4.00938577

9.6175 4.01906919
9.7525 4.07575282
9.8875 4.03822778
10.0225 3.86858405
10.1575 3.91025317
10.2925 3.98824812
10.405 3.94002883

EOD
$strip5 << EOD
0.6175 4.99525054
0.7525 4.99120173
0.8875 5.05574154
1.0225 5.05626635
1.1575 5.02339492
1.2925 4.89654076
1.405 5.05741042

1.6175 5.05949845
1.7525 5.01163262
1.8875 5.06375645
2.0225 5.1690627
2.1575 4.95910919
2.2925 4.97384475
2.405 4.90863465

2.6175 5.00652403
2.7525 5.08530628
2.8875 4.91631314
3.0225 4.96941003
3.1575 5.02173235
3.2925 5.03972943
3.405 5.0682979

3.6175 4.95692452
3.7525 5.28153248
3.8875 4.97110221
4.0225 5.00604888
4.1575 4.85128722
4.2925 5.09744828
4.405 4.94467919

4.6175 4.82916715
4.7525 4.9499606
4.8875 5.08100924
5.0225 4.94499086
5.1575 5.0697685
5.2925 4.93397614
5.405 5.08094899

5.6175 5.02091336
5.7525 4.96693143
5.8875 4.99329111
6.0225 4.95509125
6.1575 5.10930791
6.2925 4.95923106
6.405 4.9236265

6.6175 5.0068222
6.7525 4.8582191
6.8875 4.90460789
7.0225 5.10150695
7.1575 5.17035189
7.2925 5.01107095
7.405 4.92259754

7.6175 5.04161466
7.7525 4.96834421
7.8875 5.03794766
8.0225 4.99037334
8.1575 4.97922196
8.2925 5.02813934
8.405 5.02374629

8.6175 4.77147723
8.7525 4.91803216
8.8875 5.01618753
9.0225 5.1290001
9.1575 4.98070237
9.2925 5.04260984
9.405 5.00844122

9.6175 4.91735469
9.7525 4.86746721
9.8875 4.92191639
10.0225 4.92432527
10.1575 5.08656815
10.2925 4.86365503
10.405 4.98113243

EOD
$set1 << EOD
0.55 1.04459393 0.9
1.55 1.01115206 0.9
2.55 1.04890442 0.9
3.55 0.935847164 0.9
4.55 1.00658195 0.9
5.55 1.00730693 0.9
6.55 0.995618604 0.9
7.55 0.958002438 0.9
8.55 1.03913545 0.9
9.55 0.962323714 0.9
0.55 2.02090893 0.9
1.55 2.01302158 0.9
2.55 2.01851589 0.9
3.55 1.9732674 0.9
4.55 2.00431098 0.9
5.55 1.99914994 0.9
6.55 2.02773428 0.9
7.55 1.97251171 0.9
8.55 1.96811913 0.9
9.55 1.95078762 0.9
0.55 2.94496496 0.9
1.55 3.02415992 0.9
2.55 2.95894485 0.9
3.55 3.06725309 0.9
4.55 2.97960143 0.9
5.55 3.03595636 0.9
6.55 3.01207168 0.9
7.55 2.97592733 0.9
8.55 2.94091709 0.9
9.55 2.98742924 0.9
0.55 4.0236471 0.9
1.55 3.94853639 0.9
2.55 3.98818289 0.9
3.55 3.98539088 0.9
4.55 4.06371659 0.9
5.55 4.04496827 0.9
6.55 4.04459407 0.9
7.55 3.9931771 0.9
8.55 3.99466333 0.9
9.55 3.99268613 0.9
0.55 5.00932273 0.9
1.55 5.0225812 0.9
2.55 5.03104265 0.9
3.55 4.98645774 0.9
4.55 4.99056138 0.9
5.55 4.96308124 0.9
6.55 5.0089895 0.9
7.55 5.0218123 0.9
8.55 5.00638784 0.9
9.55 4.92312083 0.9
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9480 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · samples in the order taken, each arm on a scale of its…' at screen 0.0286,0.9080 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2146
set rmargin at screen 0.7557
set bmargin at screen 0.2000
set tmargin at screen 0.8000
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0.5:10.5]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6, '7' 7, '8' 8, '9' 9, '10' 10) noenhanced
set label 3 'set: each a fresh process' at screen 0.4852,0.0920 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 'soa' at screen 0.1990,0.7400 right noenhanced front font ',16' textcolor rgb '#222222'
set label 5 'aos' at screen 0.1990,0.6200 right noenhanced front font ',16' textcolor rgb '#222222'
set label 6 'unrolled_list' at screen 0.1990,0.5000 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'list' at screen 0.1990,0.3800 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'list_shuffled' at screen 0.1990,0.2600 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'left out: boxed (crashed)' at screen 0.0286,0.0280 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 10 '214 µs' at screen 0.7714,0.7580 left noenhanced front font ',16' textcolor rgb '#222222'
set label 11 '-9.7 % .. +8.0 %' at screen 0.7714,0.7200 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 12 '664 µs' at screen 0.7714,0.6380 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 '-7.0 % .. +8.0 %' at screen 0.7714,0.6000 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 14 '666 µs' at screen 0.7714,0.5180 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '-8.1 % .. +8.9 %' at screen 0.7714,0.4800 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 16 '1.89 ms' at screen 0.7714,0.3980 left noenhanced front font ',16' textcolor rgb '#222222'
set label 17 '-7.6 % .. +9.5 %' at screen 0.7714,0.3600 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 18 '28.3 ms' at screen 0.7714,0.2780 left noenhanced front font ',16' textcolor rgb '#222222'
set label 19 '-8.5 % .. +7.3 %' at screen 0.7714,0.2400 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal dumb nofeed noenhanced mono size 80,25
plot $strip1 using 1:2 with lines lw 1 lc rgb '#0072b2', \
    $strip2 using 1:2 with lines lw 1 lc rgb '#e69f00', \
    $strip3 using 1:2 with lines lw 1 lc rgb '#56b4e9', \
    $strip4 using 1:2 with lines lw 1 lc rgb '#009e73', \
    $strip5 using 1:2 with lines lw 1 lc rgb '#d55e00'
# Made by tare 0.1.0. `gnuplot sum_x-pareto.gp` draws sum_x-pareto.svg and .png beside it.
reset
undefine $*
set encoding utf8

$front1 << EOD
0.213 8
EOD
$others2 << EOD
0.664 32
0.668 34.2
1.89 48
28.224 48
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9519 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'time against bytes at n = 1,000,000 · axes logarithmic · down and left is…' at screen 0.0286,0.9148 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.1354
set rmargin at screen 0.9531
set bmargin at screen 0.1741
set tmargin at screen 0.8444
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0.118497975:50.7326139]
set logscale x
set xtics ('0.2 ns' 0.2, '0.5 ns' 0.5, '1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50) noenhanced
set label 3 'time per record' at screen 0.5443,0.0741 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [6.45225967:59.5140338]
set logscale y
set ytics ('8 B' 8, '12 B' 12, '16 B' 16, '24 B' 24, '32 B' 32, '48 B' 48) noenhanced
set label 4 'requested bytes per item' at screen 0.0286,0.8778 left noenhanced front font ',16' textcolor rgb '#555b66'
set label 5 'soa' at screen 0.2289,0.2389 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 6 'aos' at screen 0.3823,0.6572 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 7 'unrolled_list' at screen 0.3788,0.7101 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 8 'list' at screen 0.5235,0.7796 left noenhanced front font ',16' textcolor rgb '#6b7280'
set label 9 'list_shuffled' at screen 0.8597,0.7796 right noenhanced front font ',16' textcolor rgb '#6b7280'
set label 10 'left out: boxed (crashed)' at screen 0.0286,0.0259 left noenhanced front font ',13' textcolor rgb '#6b7280'

set terminal dumb nofeed noenhanced mono size 80,27
plot $front1 using 1:2 with steps lw 1.5 lc rgb '#9cc3de', \
    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 lc rgb '#6b7280', \
    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '#0072b2'
# Made by tare 0.1.0. `gnuplot sum_x-bytes.gp` draws sum_x-bytes.svg and .png beside it.
reset
undefine $*
set encoding utf8

$bytes1 << EOD
1 0 8 8 8 8 8
2 0 32 32 32 32 32
3 0 34.2 34.2 34.2 34.2 34.2
4 0 48 48 48 48 48
5 0 48 48 48 48 48
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9187 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · usable bytes per item, with all else on the heap · where…' at screen 0.0286,0.8562 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2146
set rmargin at screen 0.8807
set bmargin at screen 0.3125
set tmargin at screen 0.6250
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [0:48.96]
set xtics ('0' 0, '10 B' 10, '20 B' 20, '30 B' 30, '40 B' 40) noenhanced
set label 3 'bytes an item  (less is better)' at screen 0.5477,0.1437 center noenhanced front font ',16' textcolor rgb '#555b66'
set yrange [5.5:0.5]
unset ytics
set label 4 '■' at screen 0.2146,0.6687 left noenhanced front font ',16' textcolor rgb '#0072b2'
set label 5 'payload' at screen 0.2396,0.6687 left noenhanced front font ',13' textcolor rgb '#222222'
set label 6 'soa' at screen 0.1990,0.5938 right noenhanced front font ',16' textcolor rgb '#222222'
set label 7 'aos' at screen 0.1990,0.5312 right noenhanced front font ',16' textcolor rgb '#222222'
set label 8 'unrolled_list' at screen 0.1990,0.4688 right noenhanced front font ',16' textcolor rgb '#222222'
set label 9 'list' at screen 0.1990,0.4062 right noenhanced front font ',16' textcolor rgb '#222222'
set label 10 'list_shuffled' at screen 0.1990,0.3438 right noenhanced front font ',16' textcolor rgb '#222222'
set label 11 'left out: boxed (crashed)' at screen 0.0286,0.0437 left noenhanced front font ',13' textcolor rgb '#6b7280'
set label 12 '8 B' at screen 0.3365,0.5938 left noenhanced front font ',16' textcolor rgb '#222222'
set label 13 '32 B' at screen 0.6630,0.5312 left noenhanced front font ',16' textcolor rgb '#222222'
set label 14 '34.2 B' at screen 0.6929,0.4688 left noenhanced front font ',16' textcolor rgb '#222222'
set label 15 '48 B' at screen 0.8807,0.4062 left noenhanced front font ',16' textcolor rgb '#222222'
set label 16 '48 B' at screen 0.8807,0.3438 left noenhanced front font ',16' textcolor rgb '#222222'

set terminal dumb nofeed noenhanced mono size 80,16
plot $bytes1 using 2:1:($3-$2):(0) with vectors nohead lc rgb '#0072b2'
