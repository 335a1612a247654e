param($Rows, $Out)
Import-Csv $Rows | Where-Object { $_.Department -eq 'Sales' } | Sort-Object Name |
	Select-Object Name, Mail, City | Export-Csv $Out -NoTypeInformation
