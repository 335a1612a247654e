# Threads, mutexes and small members.
[System.Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'; [System.Threading.Thread]::CurrentThread.CurrentCulture.Name	# expect: en-US
[System.Threading.Thread]::Sleep(1)
$made = $false; $name = "Global\t-$PID"; $m = [System.Threading.Mutex]::new($true, $name, [ref]$made); $made	# expect: True
$other = New-Object System.Threading.Mutex $false, $name; $other.WaitOne(0)	# expect: False
$m.ReleaseMutex(); $other.WaitOne(10)				# expect: True
$other.ReleaseMutex(); try { $other.ReleaseMutex() } catch { $_.FullyQualifiedErrorId }	# expect: ApplicationException
$m.Dispose(); $other.Dispose()
[System.Threading.Timeout]::Infinite				# expect: -1
$s = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase); $null = $s.Add('Abc'); $o = ''
"$($s.TryGetValue('ABC', [ref]$o)) $o"				# expect: True Abc
([xml]'<a><b id="x">1</b></a>').GetElementById('x').InnerText	# expect: 1
([guid]'b9e4f0a0-6c1c-4f3a-9d33-0123456789ab').Version		# expect: 4
Remove-Item ([IO.Path]::GetTempPath() + "/hmsh-mutex-*-t-$PID")
