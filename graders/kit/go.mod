module pushmark/kit

go 1.26
