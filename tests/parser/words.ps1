# One generic token each
Write-Output a=b a+b a@b.c SMTP:%g@x \\srv\c$ * http://h/p?q=1 10.0.0.1-10.0.0.9 a#b -10 -.5 +1 7zip ]
Write-Output a"b c"d a'b c'd a`,b a$x a$(1)b $x\a $x/a $x"a" ${x}a $x-1 $x$y [int]$x -n$x
# Two arguments
Write-Output "a"b (x)y $(x)y $a.b-more $x..7 $x=1
# Members in arguments
Write-Output $a.b ${a}.b $a[0] $a::b $a.b.C(1, 2) "x".y
# Numbers keep their text
Write-Output 10 0x1F 1kb 7.5 1L
