import time
class Thing:
    def __init__(self, name, size):
        self.name = name
        self.size = size
def main():
    items = [Thing(f"User {i}", i * 1021 % 1000003 * 2003 % 1000003) for i in range(1000000)]
    start = time.perf_counter()
    found = sorted(items, key=lambda o: o.size)
    taken = time.perf_counter() - start
    print(f"{found[0].name}/{found[-1].name}", taken * 1000)
main()
