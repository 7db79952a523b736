module example.org/clockd

go 1.23
