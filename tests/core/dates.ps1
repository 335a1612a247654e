# DateTimeOffset, DateOnly, TimeOnly, time zones, weeks.
$o = [datetimeoffset]'2024-03-05T14:07:09+02:00'
"$o"								# expect: 03/05/2024 14:07:09 +02:00
$o.ToString('G').Contains('3/5/2024 2:07:09')			# expect: True
'{0:yyyy zzz}' -f $o						# expect: 2024 +02:00
($o - $o.AddHours(-3)).ToString()				# expect: 03:00:00
($o + [timespan]'1:0').ToString('o')				# expect: 2024-03-05T15:07:09.0000000+02:00
$o -eq [datetimeoffset]'2024-03-05T12:07:09Z'			# expect: True
$o.ToOffset('05:30').ToString('HH:mm zzz')			# expect: 17:37 +05:30
[datetimeoffset]::FromUnixTimeSeconds(1700000000).ToString('s')	# expect: 2023-11-14T22:13:20
$d = [datetimeoffset]::MinValue
[datetimeoffset]::TryParse('2024-1-1 5:00 +3', [ref]$d)		# expect: True
$d.UtcDateTime.ToString('s')					# expect: 2024-01-01T02:00:00
try { [datetimeoffset]::new([datetime]'2024-01-01', [timespan]::FromHours(15)) } catch { $_.FullyQualifiedErrorId }	# expect: ArgumentOutOfRangeException
@{ at = $o } | ConvertTo-Json -Compress				# expect: {"at":"2024-03-05T14:07:09+02:00"}
"$(([dateonly]'2024-02-28').AddDays(2))"			# expect: 03/01/2024
"$(([timeonly]'14:05').AddHours(12)) $([timeonly]'14:05' - [timeonly]'13:00')"	# expect: 02:05 01:05:00
try { [dateonly]'x' } catch { $_.Exception.Message }		# expect: Cannot convert value "x" to type "System.DateOnly". Error: "String 'x' was not recognized as a valid DateOnly."
$b = [timezoneinfo]::FindSystemTimeZoneById('Europe/Berlin')
"$($b.BaseUtcOffset) $($b.SupportsDaylightSavingTime)"		# expect: 01:00:00 True
[timezoneinfo]::ConvertTimeFromUtc([datetime]'2024-07-01 12:00', $b).ToString('s')	# expect: 2024-07-01T14:00:00
[timezoneinfo]::ConvertTimeBySystemTimeZoneId([datetime]'2024-07-01 12:00', 'Eastern Standard Time').ToString('s')	# expect: 2024-07-01T08:00:00
$b.IsAmbiguousTime([datetime]'2024-10-27 02:30')		# expect: True
$b.IsInvalidTime([datetime]'2024-03-31 02:30')			# expect: True
try { [timezoneinfo]::FindSystemTimeZoneById('Nope') } catch { $_.FullyQualifiedErrorId }	# expect: TimeZoneNotFoundException
[timezoneinfo]::Utc.DisplayName					# expect: (UTC) Coordinated Universal Time
$w = [System.Globalization.ISOWeek]; "$($w::GetWeekOfYear('2024-12-30')) $($w::GetYear('2024-12-30')) $($w::GetWeeksInYear(2020))"	# expect: 1 2025 53
(Get-Culture).Calendar.GetWeekOfYear('2024-12-30', 'FirstFourDayWeek', 'Monday')	# expect: 1
([ipaddress]300).ToString()					# expect: 44.1.0.0
[string]::Compare('a', 'B', [StringComparison]::Ordinal)		# expect: 31
