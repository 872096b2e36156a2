package programs

import (
	"os"
	"testing"
)

func TestAProgramIsCalledAsTheGoCommandCallsIt(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("cmd/tool", 0o755); err != nil {
		t.Fatal(err)
	}
	for module, want := range map[string]string{"example.com/sum": "sum", "example.com/sum/v2": "sum", "v2": "v2", "\"quoted/name\"": "name"} {
		if err := os.WriteFile("go.mod", []byte("// A module.\nmodule "+module+"\n\ngo 1.26\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if name, err := nameOf("."); name != want || err != nil {
			t.Errorf("module %s: %q, %v, want %q", module, name, err, want)
		}
	}
	if name, err := nameOf("cmd/tool"); name != "tool" || err != nil {
		t.Errorf("%q, %v", name, err)
	}
}
