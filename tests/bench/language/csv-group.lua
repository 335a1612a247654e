local function fields(line)
	local row, n = {}, 0
	for text in (line .. ","):gmatch("([^,]*),") do n = n + 1; row[n] = text end
	return row
end
local function main(rows)
	local groups, names, at, lines = {}, {}, {}, io.lines(rows)
	for i, name in ipairs(fields(lines())) do at[name] = i end
	for line in lines do
		local row = fields(line)
		local name = row[at.Department]
		if not groups[name] then groups[name] = {}; names[#names + 1] = name end
		table.insert(groups[name], row)
	end
	table.sort(names)
	for _, name in ipairs(names) do
		local sum = 0
		for _, row in ipairs(groups[name]) do sum = sum + math.tointeger(row[at.Quota]) end
		print(name .. " " .. #groups[name] .. " " .. sum)
	end
end
main(...)
