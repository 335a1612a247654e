local function add_pair(args)
	return args.left + args.right
end
local function main()
	local s = 0
	for i = 0, 99999 do s = s + add_pair({ left = i, right = 1 }) end
	print(s)
end
main()
