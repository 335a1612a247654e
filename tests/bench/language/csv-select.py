import csv, sys
def main(rows, out):
    with open(rows, newline="") as f:
        found = [r for r in csv.DictReader(f) if r["Department"] == "Sales"]
    found.sort(key=lambda r: r["Name"])
    with open(out, "w", newline="") as f:
        w = csv.DictWriter(f, ["Name", "Mail", "City"], extrasaction="ignore", quoting=csv.QUOTE_ALL)
        w.writeheader()
        w.writerows(found)
main(*sys.argv[1:3])
