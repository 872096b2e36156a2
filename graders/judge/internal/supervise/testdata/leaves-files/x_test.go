package sample

import (
	"os"
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
