package errs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
)

var (
	ErrA     = errors.New("a")
	ErrB     = fmt.Errorf("b: %w", ErrA)
	errLocal = errors.New("local")
)

type NotFound struct{ Key string }

func (n NotFound) Error() string { return "no " + n.Key }

type Parse struct {
	Line  int
	Cause error
	count int
}

func (p *Parse) Error() string { return fmt.Sprintf("line %d: %v", p.Line, p.Cause) }
func (p *Parse) Unwrap() error { return p.Cause }

type hiddenIs struct{}

func (hiddenIs) Error() string        { return "hidden" }
func (hiddenIs) Is(target error) bool { return target == ErrA }

func Plain() error   { return ErrA }
func Wrapped() error { return fmt.Errorf("more: %w", ErrA) }
func Joined() error  { return errors.Join(ErrA, io.EOF) }
func Twice() error   { return fmt.Errorf("%w and %w", ErrB, NotFound{"k"}) }
func ByValue(k string) error {
	if k == "" {
		return nil
	}
	return NotFound{k}
}
func ByPointer(l int) error { return fmt.Errorf("parse: %w", &Parse{l, NotFound{"x"}, 3}) }
func Local() error          { return errLocal }
func EOF() error            { return io.EOF }
func Path() error           { return &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist} }
func Num(s string) error    { _, err := strconv.Atoi(s); return err }
func Hidden() error         { return hiddenIs{} }
func Pass(err error) error  { return err }
func Wrap(err error) error  { return fmt.Errorf("wrapped: %w", err) }
func IsA(err error) bool    { return errors.Is(err, ErrA) }
func Nil() error            { return nil }

type hiddenAs struct{ key string }

func (hiddenAs) Error() string { return "as" }
func (h hiddenAs) As(into any) bool {
	n, is := into.(*NotFound)
	if is {
		n.Key = h.key
	}
	return is
}

func HiddenAs(k string) error { return hiddenAs{k} }

type nothing struct{ text string }

func (n nothing) Error() string { return n.text }
func NilPointer() error         { return (*nothing)(nil) }
