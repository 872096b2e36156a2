package mixed_test

import (
	"testing"

	"kit/mixed"
)

func TestFieldsAndTheRest(t *testing.T) {
	j := mixed.New("x")
	j.Step("a")
	if j.Done || j.Name != "x" || j.Steps() != 1 {
		t.Error(j.Done, j.Name, j.Steps())
	}
	j.Name = "y"
	j.Rename()
	j.Step("b")
	if !j.Done || j.Name != "y!" || j.Steps() != 2 {
		t.Error(j.Done, j.Name, j.Steps())
	}
}

func TestCopies(t *testing.T) {
	j := mixed.New("x")
	j.Step("a")
	c := *j
	d := mixed.Copy(*j)
	j.Step("b")
	d.Step("c")
	if c.Steps() != 1 || c.Done || d.Steps() != 2 || j.Steps() != 2 || d.Name != "x" {
		t.Error(c.Steps(), d.Steps(), j.Steps())
	}
	if mixed.Copy(mixed.Job{Name: "z"}).Steps() != 0 {
		t.Error("zero")
	}
}
