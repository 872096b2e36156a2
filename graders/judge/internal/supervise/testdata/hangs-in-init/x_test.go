package sample

import "testing"

func TestNever(t *testing.T) {}
