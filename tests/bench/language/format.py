def main():
    parts = []
    for i in range(1000000):
        parts.append("{0}-{1}".format(i, "x") + ";")
    print(len("".join(parts)))
main()
