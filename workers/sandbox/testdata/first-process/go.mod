module firstprocess

go 1.26
