package errs_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"testing"

	"kit/errs"
)

func TestSentinels(t *testing.T) {
	if errs.Plain() != errs.ErrA || !errors.Is(errs.Wrapped(), errs.ErrA) || errs.Wrapped().Error() != "more: a" {
		t.Error("plain or wrapped")
	}
	if errors.Unwrap(errs.Wrapped()) != errs.ErrA || errors.Is(errs.Plain(), errs.ErrB) || !errors.Is(errs.ErrB, errs.ErrA) {
		t.Error("chain")
	}
	if j := errs.Joined(); !errors.Is(j, errs.ErrA) || !errors.Is(j, io.EOF) || j.Error() != "a\nEOF" || errors.Unwrap(j) != nil {
		t.Error("joined")
	}
	if errs.Local() != errs.Local() || errs.Local() == nil || errs.Nil() != nil || errs.EOF() != io.EOF {
		t.Error("identity")
	}
}

func TestTypes(t *testing.T) {
	var n errs.NotFound
	if err := errs.Twice(); !errors.As(err, &n) || n.Key != "k" || !errors.Is(err, errs.ErrA) {
		t.Error("twice")
	}
	if errs.ByValue("") != nil || errs.ByValue("z") != (errs.NotFound{Key: "z"}) {
		t.Error("value")
	}
	var p *errs.Parse
	if err := errs.ByPointer(9); !errors.As(err, &p) || p.Line != 9 || p.Error() != "line 9: no x" || !errors.As(p.Cause, &n) {
		t.Error("pointer", err)
	}
	if !errors.Is(errs.Hidden(), errs.ErrA) || errors.Is(errs.Hidden(), errs.ErrB) {
		t.Error("Is method")
	}
	if !errors.As(errs.HiddenAs("h"), &n) || n.Key != "h" || errors.As(errs.HiddenAs("h"), &p) {
		t.Error("As method")
	}
	if errs.NilPointer() == nil || errs.NilPointer() != errs.NilPointer() {
		t.Error("a nil pointer is an error")
	}
}

func TestStandardErrors(t *testing.T) {
	var pe *fs.PathError
	if err := errs.Path(); !errors.As(err, &pe) || pe.Op != "open" || !errors.Is(err, fs.ErrNotExist) {
		t.Error("path")
	}
	var ne *strconv.NumError
	if err := errs.Num("x"); !errors.As(err, &ne) || ne.Num != "x" || !errors.Is(err, strconv.ErrSyntax) || errs.Num("1") != nil {
		t.Error("number")
	}
}

type mine struct{ n int }

func (m *mine) Error() string { return fmt.Sprint("mine ", m.n) }

func TestErrorsOfTheTests(t *testing.T) {
	m := &mine{4}
	if errs.Pass(m) != error(m) || !errors.Is(errs.Wrap(m), m) || errs.Wrap(m).Error() != "wrapped: mine 4" {
		t.Error("identity")
	}
	var got *mine
	if !errors.As(errs.Wrap(m), &got) || got.n != 4 {
		t.Error("As")
	}
	if !errs.IsA(fmt.Errorf("x: %w", errs.ErrA)) || errs.IsA(m) || errs.IsA(nil) {
		t.Error("Is in the package")
	}
}
