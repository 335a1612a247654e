Get-Item -Path x -Force -Confirm:$false -Enabled: $true -a:1,2 –Typo x ―Bar y
f -- -x -- y
f -n'quoted' -? -_x --% "raw | text" %PATH% | g
& $cmd -x 1
. ./lib.ps1 $y
& 'name with blank' | & { process { $_ } }
f @args @named -x 1
f a, b ,c
f 1,
  2
