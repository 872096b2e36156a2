// Package given is the assignment's own.
package given

import (
	"image"
	"os"
)

var ErrLost error

var Count = len(os.Args)

// Options are copied with their array.
type Options struct {
	Name  string
	From  image.Point
	Sizes [3]int
}

type City struct {
	Name string
	Size int
}

var (
	Default = Options{Name: "default"}
	Shared  = &Options{}
	Cities  = []City{{"a", 1}}
)
