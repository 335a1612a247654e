local function main()
	local o = { name = "a", count = 0 }
	for _ = 1, 1000000 do o.count = o.count + 1 end
	print(o.count)
end
main()
