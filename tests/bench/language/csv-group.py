import csv, sys
def main(rows):
    groups = {}
    with open(rows, newline="") as f:
        for r in csv.DictReader(f):
            groups.setdefault(r["Department"], []).append(r)
    for name in sorted(groups):
        found = groups[name]
        print(name, len(found), sum(int(r["Quota"]) for r in found))
main(sys.argv[1])
