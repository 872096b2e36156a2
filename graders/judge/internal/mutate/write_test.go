package mutate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestMutantsAreWrittenWithTheirFile(t *testing.T) {
	root := t.TempDir()
	text := "package p\n\nfunc F() int { return 7 }\n"
	if err := os.WriteFile(filepath.Join(root, "p.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, root, []string{"p.go"}); err != nil {
		t.Fatal(err)
	}
	var got []written
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].File != "p.go" || got[0].Name != "zero F" || got[0].Text == text {
		t.Errorf("%+v, want one mutant of F in p.go", got)
	}
	if err := Write(&out, root, []string{"missing.go"}); err == nil {
		t.Error("a file that is not there is no error")
	}
}
