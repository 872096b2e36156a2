module course/fastlog

go 1.26
