module pushmark/judge

go 1.26
