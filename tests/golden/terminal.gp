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
214211.94 1.3 208459.172 10024.928
664000.547 2.3 649833.1 29942.7368
665591.728 3.3 649089.879 28888.4461
1893322.37 4.3 1843777.88 97739.0668
28307722.3 5.3 27653632.9 1285604.47
EOD
$ridge1 << EOD
186626.939 1.3
186626.939 1.29988665
189638.641 1.29747151
192698.944 1.2892792
195808.634 1.27565742
198036.213 1.23798861
198968.506 1.2115669
199631.011 1.18878405
202179.37 1.067723
202238.126 1.06439121
202694.976 1.03810227
205442.051 0.89531451
205732.574 0.883969771
206141.612 0.869271735
207822.744 0.818198339
208424.418 0.800433246
208757.382 0.79015607
208841.477 0.787495716
209242.217 0.774424935
209513.214 0.765206334
211207.802 0.702160385
212016.69 0.671511697
212126.215 0.66751433
212238.912 0.663460235
213153.792 0.633656809
213562.633 0.622751991
214388.996 0.606752239
215065.166 0.600500531
215549.413 0.6
215589.755 0.600107529
216552.494 0.609263452
217255.105 0.623551303
217430.89 0.628083842
218204.547 0.65250436
218505.731 0.663981419
219027.853 0.686510435
219267.979 0.697993555
221025.037 0.802128123
222501.624 0.908468075
222562.427 0.912962602
223414.327 0.975001357
224747.106 1.06255469
225096.138 1.08251384
226154.039 1.13419952
228798.114 1.21452253
229803.612 1.23425108
233512.08 1.28332772
237280.393 1.29856253
239826.326 1.29987077
239826.326 1.3
EOD
$ridge2 << EOD
596161.535 2.3
596161.535 2.29980719
604576.384 2.29533401
613110.01 2.26784449
617521.813 2.24313426
621764.088 2.21678149
626782.669 2.17333867
630540.319 2.11684601
632542.565 2.07508521
633186.279 2.0599786
639440.427 1.88849407
641725.587 1.82660167
643094.477 1.79277208
644538.212 1.76043961
647638.149 1.70334138
648466.16 1.69079622
651061.463 1.65781785
651737.481 1.65063194
655222.582 1.62144164
656985.968 1.61134991
657619.292 1.60848097
658732.986 1.60441796
660214.128 1.6009936
662057.307 1.6
663624.514 1.60214873
665141.161 1.60701367
666901.621 1.61633517
668726.071 1.63042063
670916.418 1.65341982
673840.405 1.69349268
674427.339 1.70255623
674764.397 1.70787454
676314.971 1.73310634
677317.876 1.74977081
682262.893 1.82680513
684116.34 1.85080117
685861.19 1.87069074
686145.728 1.87372308
692933.411 1.94148558
694085.096 1.95438494
695542.155 1.9719545
700989.483 2.04762428
704841.374 2.10238092
705359.766 2.1093054
715187.79 2.21074241
715315.955 2.21175344
725412.675 2.27417595
735651.911 2.29732757
742558.235 2.29971256
742558.235 2.3
EOD
$ridge3 << EOD
591334.97 3.3
591334.97 3.29986966
600359.343 3.29633195
609521.437 3.27431006
616446.305 3.23351871
618823.353 3.21306094
624360.188 3.15389864
628267.227 3.10332987
628316.357 3.1026404
631633.696 3.05258875
637855.224 2.94626688
640844.48 2.8984592
641104.908 2.89461545
646246.165 2.82964687
647589.543 2.81512527
648348.911 2.8071209
649671.325 2.79338466
650241.323 2.78751677
654026.922 2.74943863
657287.835 2.71911666
657472.417 2.71748356
659723.424 2.69795699
661977.173 2.67816683
662825.251 2.67038674
663639.223 2.66269857
667220.835 2.62776116
667506.115 2.62512019
668186.83 2.61910007
671840.391 2.6
672375.181 2.60002935
674316.805 2.60825836
675202.642 2.61653054
677692.937 2.65468031
679059.582 2.68367939
680186.309 2.71072758
680955.529 2.73033575
688007.428 2.90678901
688035.22 2.90737391
688706.439 2.92114317
692027.014 2.98015922
698535.337 3.07257146
702233.641 3.12173072
702870.911 3.12988217
709195.696 3.19735481
713578.324 3.22523962
720018.743 3.24862919
731006.961 3.28250838
742162.871 3.2983581
749694.568 3.29985792
749694.568 3.3
EOD
$ridge4 << EOD
1679308.21 4.3
1679308.21 4.29983476
1706482.71 4.2958882
1734096.95 4.2646048
1751501.8 4.21158737
1760664.59 4.17128156
1762158.04 4.16397978
1782688.56 4.04980026
1785710.62 4.03202375
1790673.21 4.0031408
1815939.19 3.87535844
1819196.2 3.86165644
1819649.81 3.85978583
1831371.92 3.81337735
1838502.77 3.78547601
1846858.85 3.75158376
1848939.62 3.74288412
1849095.31 3.74222925
1852130.8 3.72936576
1869300 3.65724612
1874221.63 3.63917356
1875786.75 3.63393073
1879017.3 3.6240474
1887198.79 3.6058414
1888660.31 3.60375766
1892665.6 3.6
1906952.37 3.60928783
1909423.48 3.6140327
1910001.55 3.61525105
1917890.96 3.6352944
1926137.08 3.66120141
1929860.05 3.6740381
1932111.93 3.68209846
1940321.7 3.71347892
1941397.89 3.71785515
1945652.3 3.73586683
1963379.71 3.82590106
1971719.91 3.87645314
1977897.85 3.9158504
1985369.39 3.96384787
1988136.66 3.9813366
2002875.41 4.06795914
2003626.2 4.07200175
2036048.8 4.20894552
2045789.82 4.23537504
2068996.06 4.27279473
2102476.47 4.29263618
2136498.66 4.29908704
2159485.44 4.29988744
2159485.44 4.3
EOD
$ridge5 << EOD
24918083.6 5.3
24918083.6 5.29977462
25297582.8 5.29520695
25682861.7 5.2702208
25987020.6 5.23794288
26074008.3 5.22840865
26429417.2 5.17900797
26471112.1 5.1711283
26653505.8 5.12996887
26841163.6 5.07515371
26874263.6 5.06400523
27265933.7 4.89813644
27283555.2 4.88966004
27362998.2 4.85142411
27417283.4 4.82567475
27569133.7 4.75826743
27650198.9 4.7264696
27699080.2 4.70900155
27730170.7 4.69859064
27799437.4 4.67737982
27975121.4 4.63563375
28076885 4.61895681
28091218.9 4.61703058
28120933.6 4.61336499
28180681.9 4.60732485
28224234.3 4.60404021
28333485.9 4.6
28531206.4 4.60871717
28549211.7 4.61059075
28568145.6 4.61276088
28628306.9 4.62102017
28767497.2 4.64792852
28811744.6 4.65863032
28929701.2 4.69151061
28984012.5 4.70844868
29003311.9 4.71469403
29063747.2 4.73491253
29346620.1 4.83871831
29425435.2 4.86959868
29481796.9 4.89214027
29612693.8 4.94578228
29640041.4 4.95716314
29873580.8 5.05415812
29939895.5 5.08066875
30328551.5 5.20926533
30397506.9 5.22574903
30790451.4 5.28256725
31259386 5.29859475
31575970 5.29985204
31575970 5.3
EOD
set label 1 'Sum one field of n records' at screen 0.0286,0.9480 left noenhanced front font ',16' textcolor rgb '#222222'
set label 2 'n = 1,000,000 · density of the samples (Sheather-Jones) · dot: median,…' at screen 0.0286,0.9080 left noenhanced front font ',13' textcolor rgb '#6b7280'
set lmargin at screen 0.2146
set rmargin at screen 0.8682
set bmargin at screen 0.2000
set tmargin at screen 0.8000
set border 0
unset key
set style fill solid noborder
set tics scale 0 font ',15' textcolor rgb '#555b66'
set xrange [147162.426:40592409.3]
set logscale x
set xtics ('300 µs' 300000, '1 ms' 1000000, '3 ms' 3000000, '10 ms' 10000000, '30 ms' 30000000) noenhanced
set label 3 "time per operation, a sample's mean  (less is better)" at screen 0.5414,0.0920 center noenhanced front font ',16' textcolor rgb '#555b66'
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
0.6175 1.22176404
0.7525 1.28391741
0.8875 1.14197614
1.0225 0.928224924
1.1575 1.17833228
1.2925 1.19647373
1.405 1.0658623

1.6175 0.744607254
1.7525 0.760515612
1.8875 1.13905908
2.0225 1.05893959
2.1575 1.37145733
2.2925 0.839156012
2.405 1.24734297

2.6175 1.07182295
2.7525 0.731413565
2.8875 0.869962383
3.0225 1.22518235
3.1575 1.19031021
3.2925 0.811318242
3.405 1.16331082

3.6175 0.869596801
3.7525 0.898986705
3.8875 1.07860802
4.0225 0.803549473
4.1575 0.85381333
4.2925 1.1089379
4.405 0.766875205

4.6175 0.946838154
4.7525 1.16835392
4.8875 1.17494569
5.0225 1.12170579
5.1575 1.1996342
5.2925 0.874742389
5.405 1.10834741

5.6175 0.832888905
5.7525 1.05386238
5.8875 1.17613954
6.0225 1.16992339
6.1575 0.745169938
6.2925 1.23922947
6.405 1.13134717

6.6175 1.16390922
6.7525 1.07874521
6.8875 0.965058209
7.0225 0.802449934
7.1575 1.0530544
7.2925 0.880981861
7.405 0.693455539

7.6175 1.27537559
7.7525 1.17529817
7.8875 0.908222369
8.0225 0.930948302
8.1575 1.17501444
8.2925 0.839120151
8.405 0.943004899

8.6175 1.25305477
8.7525 0.941451322
8.8875 1.20695012
9.0225 1.10909328
9.1575 1.13973387
9.2925 0.82801312
9.405 1.04221823

9.6175 1.18936954
9.7525 0.876243531
9.8875 0.859962753
10.0225 0.898156521
10.1575 1.14514192
10.2925 0.867242223
10.405 1.12115149

EOD
$strip2 << EOD
0.6175 2.21994793
0.7525 1.83405
0.8875 2.13493149
1.0225 2.23079901
1.1575 2.23070539
1.2925 2.03076351
1.405 2.11586227

1.6175 1.88250566
1.7525 2.18025509
1.8875 2.14041402
2.0225 1.96855084
2.1575 1.84508934
2.2925 1.82961344
2.405 2.0475303

2.6175 1.72297031
2.7525 1.86993327
2.8875 1.8807513
3.0225 2.08673034
3.1575 1.80741779
3.2925 1.81805536
3.405 2.0285992

3.6175 1.8471343
3.7525 1.77365543
3.8875 2.11494451
4.0225 2.12279103
4.1575 1.75391299
4.2925 1.81891515
4.405 1.77792918

4.6175 2.17814508
4.7525 2.1210624
4.8875 1.80042012
5.0225 2.10798955
5.1575 2.12945188
5.2925 1.8624676
5.405 2.11993049

5.6175 1.79201779
5.7525 1.82358347
5.8875 1.72550529
6.0225 1.72558042
6.1575 1.71366001
6.2925 1.86722395
6.405 2.05492842

6.6175 2.25171125
6.7525 1.84368361
6.8875 2.12060025
7.0225 2.12059964
7.1575 2.18045104
7.2925 1.86352114
7.405 1.82936979

7.6175 2.08529422
7.7525 1.91592245
7.8875 1.90826986
8.0225 2.11737687
8.1575 2.08067345
8.2925 1.7917437
8.405 1.91043274

8.6175 2.11465671
8.7525 1.86638622
8.8875 2.07861872
9.0225 2.08400149
9.1575 1.80289387
9.2925 1.83159386
9.405 1.9009707

9.6175 1.89345824
9.7525 1.94543919
9.8875 2.13603952
10.0225 1.75882489
10.1575 1.81483534
10.2925 2.1612982
10.405 1.8757769

EOD
$strip3 << EOD
0.6175 2.91634423
0.7525 3.15445369
0.8875 3.23475481
1.0225 2.8199114
1.1575 3.12708211
1.2925 2.91990066
1.405 2.88013699

1.6175 3.1163905
1.7525 3.14264661
1.8875 2.69051671
2.0225 2.93114989
2.1575 3.15332256
2.2925 3.19974334
2.405 2.70423401

2.6175 3.1178562
2.7525 3.06909446
2.8875 3.17859676
3.0225 3.19306843
3.1575 3.11494677
3.2925 2.74421485
3.405 2.88055848

3.6175 3.2467467
3.7525 3.11739827
3.8875 3.30495398
4.0225 3.14805922
4.1575 3.15132776
4.2925 3.06176406
4.405 3.14651917

4.6175 2.80519865
4.7525 3.084522
4.8875 3.2152412
5.0225 2.76246047
5.1575 2.79761119
5.2925 3.03376184
5.405 2.87626829

5.6175 3.24507903
5.7525 3.23920186
5.8875 3.28026877
6.0225 3.11160748
6.1575 2.94486714
6.2925 3.23249225
6.405 2.96793424

6.6175 3.13913139
6.7525 3.21656905
6.8875 2.83369434
7.0225 3.19064413
7.1575 3.14057461
7.2925 3.13768933
7.405 3.13083681

7.6175 3.20487655
7.7525 2.80780769
7.8875 2.83382466
8.0225 2.93086902
8.1575 2.79908775
8.2925 2.85007607
8.405 3.02300747

8.6175 2.81915567
8.7525 2.71878916
8.8875 2.81681548
9.0225 2.79221094
9.1575 3.18501491
9.2925 2.66525973
9.405 3.15876587

9.6175 3.18601283
9.7525 2.9303842
9.8875 2.79399766
10.0225 3.06868401
10.1575 3.15165162
10.2925 2.85651215
10.405 2.86841842

EOD
$strip4 << EOD
0.6175 3.95594554
0.7525 3.78170062
0.8875 3.85426221
1.0225 4.17177567
1.1575 3.77661689
1.2925 3.91613065
1.405 4.27022519

1.6175 3.88054282
1.7525 4.25279191
1.8875 3.81790903
2.0225 4.17670783
2.1575 4.16270749
2.2925 3.86292176
2.405 3.96553737

2.6175 4.15584133
2.7525 4.13551328
2.8875 4.19976191
3.0225 3.93629189
3.1575 3.77113161
3.2925 3.81346016
3.405 4.11682395

3.6175 4.0279984
3.7525 3.85032444
3.8875 4.15740072
4.0225 4.16280318
4.1575 3.81457875
4.2925 3.90179646
4.405 3.88652986

4.6175 4.15780914
4.7525 4.23963332
4.8875 4.11735987
5.0225 3.77696437
5.1575 4.18649595
5.2925 3.77988442
5.405 4.19132014

5.6175 3.66279569
5.7525 4.21506844
5.8875 3.87350911
6.0225 4.21765036
6.1575 4.16889169
6.2925 3.90591761
6.405 4.09756094

6.6175 3.72266307
6.7525 4.20858458
6.8875 4.12839226
7.0225 4.15786722
7.1575 4.2045238
7.2925 3.84554643
7.405 3.84065126

7.6175 4.15783037
7.7525 4.06631116
7.8875 3.80740899
8.0225 4.2298036
8.1575 4.1752802
8.2925 3.8726629
8.405 3.76928646

8.6175 3.88956027
8.7525 3.90909503
8.8875 4.16644749
9.0225 4.1145545
9.1575 3.92194701
9.2925 3.80244385
9.405 4.04012157

9.6175 4.04833766
9.7525 4.11189662
9.8875 4.18269587
10.0225 4.2100978
10.1575 3.87193513
10.2925 3.76679826
10.405 3.9090142

EOD
$strip5 << EOD
0.6175 5.07424325
0.7525 5.04067242
0.8875 5.16076536
1.0225 5.07551194
1.1575 5.1436973
1.2925 4.78330274
1.405 5.14786018

1.6175 4.84336927
1.7525 4.78429683
1.8875 5.14822066
2.0225 5.18725763
2.1575 4.90045918
2.2925 4.83658892
2.405 4.84124257

2.6175 5.11882095
2.7525 5.10145572
2.8875 4.86865952
3.0225 5.10652704
3.1575 5.16779069
3.2925 4.83415084
3.405 5.10121128

3.6175 4.91447367
3.7525 5.28759546
3.8875 5.08449467
4.0225 4.79823938
4.1575 4.8378311
4.2925 5.15364114
4.405 4.8875451

4.6175 4.82222238
4.7525 4.93581656
4.8875 5.11794679
5.0225 5.15720953
5.1575 5.07559816
5.2925 5.14978733
5.405 5.19863228

5.6175 5.23801728
5.7525 5.22711733
5.8875 5.09101887
6.0225 5.119752
6.1575 5.1922422
6.2925 4.93800436
6.405 4.92346509

6.6175 4.90681345
6.7525 5.3005213
6.8875 4.90402113
7.0225 5.20758665
7.1575 5.28916964
7.2925 5.25108442
7.405 4.78848113

7.6175 5.10338505
7.7525 4.90290101
7.8875 5.08579123
8.0225 5.21271391
8.1575 4.84857204
8.2925 5.07327546
8.405 5.12980985

8.6175 4.74176484
8.7525 4.81329076
8.8875 4.80097218
9.0225 5.13709748
9.1575 4.89151948
9.2925 5.0595297
9.405 5.07990351

9.6175 4.88250805
9.7525 4.86418637
9.8875 5.19965778
10.0225 4.87616794
10.1575 5.10869953
10.2925 4.84535681
10.405 4.97860833

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
