module course/crawler

go 1.26
