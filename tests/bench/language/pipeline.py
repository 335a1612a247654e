def even(items):
    for i in items:
        if i % 2 == 0:
            yield i
def double(items):
    for i in items:
        yield i * 2
print(sum(double(even(range(1, 1000001)))))
