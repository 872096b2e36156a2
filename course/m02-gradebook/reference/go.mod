module course/gradebook

go 1.26
