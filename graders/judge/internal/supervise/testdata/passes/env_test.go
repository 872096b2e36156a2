package sample

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTellsItsEnvironment(t *testing.T) {
	names := os.Environ()
	slices.Sort(names)
	t.Log(strings.ReplaceAll(strings.Join(names, " "), os.Getenv("HOME"), "~"))
}
