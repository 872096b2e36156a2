module example.com/journal

go 1.26

require example.com/expect v0.0.0

replace example.com/expect => ./third_party/expect
