class Thing:
    def __init__(self):
        self.name = "a"
        self.count = 0
def main():
    o = Thing()
    for i in range(1000000):
        o.count = o.count + 1
    print(o.count)
main()
