// A module of its own, so that the judge's own `go vet ./...` never looks at assignments and attacks.
module pushmark/attacks

go 1.26
