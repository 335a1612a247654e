def add_pair(left, right):
    return left + right
def main():
    s = 0
    for i in range(100000):
        s += add_pair(left=i, right=1)
    print(s)
main()
