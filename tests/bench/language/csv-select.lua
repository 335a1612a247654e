local function fields(line)
	local row, n = {}, 0
	for text in (line .. ","):gmatch("([^,]*),") do n = n + 1; row[n] = text end
	return row
end
local function main(rows, out)
	local found, lines = {}, io.lines(rows)
	local at = {}
	for i, name in ipairs(fields(lines())) do at[name] = i end
	for line in lines do
		local row = fields(line)
		if row[at.Department] == "Sales" then found[#found + 1] = row end
	end
	table.sort(found, function(a, b) return a[at.Name] < b[at.Name] end)
	local f = io.open(out, "w")
	f:write('"Name","Mail","City"\n')
	for _, row in ipairs(found) do
		f:write('"', row[at.Name], '","', row[at.Mail], '","', row[at.City], '"\n')
	end
	f:close()
end
main(...)
