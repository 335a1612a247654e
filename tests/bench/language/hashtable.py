def main():
    h = {}
    for i in range(1000000):
        h[f"k{i}"] = i
    s = 0
    for i in range(1000000):
        s += h[f"k{i}"]
    print(s)
main()
