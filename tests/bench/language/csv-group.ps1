param($Rows)
Import-Csv $Rows | Group-Object Department | ForEach-Object {
	'{0} {1} {2}' -f $_.Name, $_.Count, ($_.Group | Measure-Object Quota -Sum).Sum
} | Sort-Object
