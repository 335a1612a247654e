# Type arguments of methods, methods without a call, what New-Object throws.
[array]::Empty[int]().GetType().FullName			# expect: System.Int32[]
[Linq.Enumerable]::OfType[int](@(1, 'a', 2)) -join ','		# expect: 1,2
[Linq.Enumerable]::Cast[string]((1, 2))[0].GetType().Name	# expect: String
[Linq.Enumerable]::Select[int,string]([int[]](1, 2), [Func[int,string]]{ "<$args>" }) -join ','	# expect: <1>,<2>
[Enum]::Parse[DayOfWeek]('Monday').GetType().Name		# expect: DayOfWeek
[Enum]::GetNames[DayOfWeek]().Count				# expect: 7
[Activator]::CreateInstance[System.Text.StringBuilder]().Length	# expect: 0
[string]::IsNullOrEmpty.OverloadDefinitions			# expect: static bool IsNullOrEmpty(string value)
[version]::new.OverloadDefinitions[1]				# expect: version new(string version)
[string]::IsNullOrEmpty.Invoke('')				# expect: True
try { New-Object System.IO.StreamReader '/none/x' } catch { $_.Exception.InnerException.GetType().Name }	# expect: DirectoryNotFoundException
