package sample

import (
	"os"
	"strings"
	"testing"
)

func TestLocksAFolder(t *testing.T) {
	dir := os.Getenv("TMPDIR") + "/locked/deeper"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/file", nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.Getenv("TMPDIR")+"/../beside", nil, 0o400); err != nil {
		t.Fatal(err)
	}
	os.Chmod(dir, 0)
	os.Chmod(os.Getenv("TMPDIR")+"/locked", 0)
}

func TestGoesDeeperThanAPath(t *testing.T)       { goDown(t, strings.Repeat("d", 250), 40) }
func TestGoesDeeperThanDescriptors(t *testing.T) { goDown(t, "d", 1500) }

// goDown leaves folders inside each other, the last one locked.
func goDown(t *testing.T, name string, depth int) {
	home, _ := os.Getwd()
	defer os.Chdir(home)
	if err := os.Chdir(os.TempDir()); err != nil {
		t.Fatal(err)
	}
	for range depth {
		if err := os.Mkdir(name, 0o700); err != nil {
			t.Fatal(err)
		}
		os.Chdir(name)
	}
	os.Mkdir("locked", 0o700)
	os.WriteFile("locked/file", []byte("x"), 0o600)
	os.Chmod("locked", 0)
	os.Chmod(".", 0)
}
