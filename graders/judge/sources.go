// Package judge holds sources that the judge lays into other programs.
package judge

import "embed"

// Seal is package seal with all below it: the runtime of sealed tests, which is compiled into stubs and servants.
//
//go:embed seal/*.go seal/web/*.go
var Seal embed.FS
