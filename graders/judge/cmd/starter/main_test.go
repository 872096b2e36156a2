package main

import "testing"

func TestStarterKeepsDeclarationsAndLosesBodies(t *testing.T) {
	const source = `// Package shop sells.
package shop

import (
	"fmt"
	"math/rand/v2"
	"os"
	_ "embed"
)

// Item is for sale.
type Item struct{ Out *os.File }

var price = 3 // each

// Buy buys n items.
func (i Item) Buy(n int) (string, error) {
	// The trick is to draw.
	return fmt.Sprint(rand.IntN(n)), nil
}

func init() { price++ }

func main() {}
`
	const want = `// Package shop sells.
package shop

import (
	_ "embed"
	"os"
)

// Item is for sale.
type Item struct{ Out *os.File }

var price = 3 // each

// Buy buys n items.
func (i Item) Buy(n int) (string, error) {
	panic("not implemented")
}

func init() {}

func main() {
	panic("not implemented")
}
`
	got, err := starterOf("shop.go", []byte(source))
	if err != nil || string(got) != want {
		t.Errorf("starterOf = %v\n%s\nwant\n%s", err, got, want)
	}
}

func TestStarterDropsAWholeImportDeclaration(t *testing.T) {
	got, err := starterOf("a.go", []byte("package a\n\nimport \"fmt\"\n\nfunc F() { fmt.Println() }\n"))
	want := "package a\n\nfunc F() {\n\tpanic(\"not implemented\")\n}\n"
	if err != nil || string(got) != want {
		t.Errorf("starterOf = %v\n%s\nwant\n%s", err, got, want)
	}
}

func TestStarterRefusesWhatDoesNotParse(t *testing.T) {
	if _, err := starterOf("a.go", []byte("package a\n\nfunc {")); err == nil {
		t.Error("no error for a file that does not parse")
	}
}
