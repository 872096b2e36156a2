package sample

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTells prints what it finds where it has not to look.
func TestTells(t *testing.T) {
	environment, _ := os.ReadFile("/proc/self/environ")
	for text := range bytes.SplitSeq(environment, []byte{0}) {
		if bytes.Contains(text, []byte("CANARY")) {
			fmt.Printf("environment %s\n", text)
		}
	}
	program, _ := os.ReadFile("/proc/self/exe")
	fmt.Println("program", bytes.Contains(program, []byte(strings.Repeat("c0de", 6))))
	file, _ := os.ReadFile("../../expected.txt")
	fmt.Printf("file %s", file)
}

// TestIsHonest prints what any program is told.
func TestIsHonest(t *testing.T) {
	fmt.Println(os.Environ(), os.Args)
}
