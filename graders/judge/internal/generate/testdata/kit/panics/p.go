package panics

import (
	"errors"
	"os"
	"runtime"
)

var ErrBad = errors.New("bad")

type Custom struct{ Code int }

func (c Custom) Error() string { return "custom" }

func Text()           { panic("boom") }
func Number()         { panic(42) }
func Err()            { panic(ErrBad) }
func Typed()          { panic(Custom{7}) }
func Index(i int) int { return []int{1, 2}[i] }
func Nil(p *int) int  { return *p }
func Exit()           { os.Exit(3) }
func ExitZero()       { os.Exit(0) }
func Goexit()         { runtime.Goexit() }
func Each(f func())   { f() }
func Safe(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}
func Crash() {
	done := make(chan bool)
	go func() { defer close(done); var m map[string]int; m["x"] = 1 }()
	<-done
}
