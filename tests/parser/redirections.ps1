f > out.txt 2>> err.txt 3>&1 *>&1
f 2>$null 4> "$x.log"
1 2>$null
1 > $null
5>x
