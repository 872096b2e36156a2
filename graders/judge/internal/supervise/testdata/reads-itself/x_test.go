package main

import "testing"

func TestReadsItself(*testing.T) { main() }
