def main():
    s = 0
    i = 0
    while i < 10000000:
        s += i % 7
        i += 1
    print(s)
main()
