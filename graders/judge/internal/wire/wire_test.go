package wire

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packed makes a stream of the headers, each file with one byte.
func packed(t *testing.T, headers ...tar.Header) *tar.Reader {
	t.Helper()
	var buffer bytes.Buffer
	stream := tar.NewWriter(&buffer)
	for _, header := range headers {
		if header.Typeflag == tar.TypeReg {
			header.Size = 1
		}
		if err := stream.WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			stream.Write([]byte("x"))
		}
	}
	stream.Close()
	return tar.NewReader(&buffer)
}

func anywhere(name string) (string, fs.FileMode, error) { return name, 0o644, nil }

func TestOnlyPlainFilesWithCleanNamesAreUnpacked(t *testing.T) {
	file := func(name string) tar.Header { return tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644} }
	for name, headers := range map[string][]tar.Header{
		"a way up":             {file("trees/../../outside")},
		"an absolute name":     {file("/etc/passwd")},
		"an empty part":        {file("trees//a")},
		"a backslash":          {file(`trees\a`)},
		"the root":             {{Name: "./", Typeflag: tar.TypeDir}},
		"a long name":          {file(strings.Repeat("long/", 300) + "a")},
		"a link":               {{Name: "a", Typeflag: tar.TypeSymlink, Linkname: "/etc"}},
		"a hard link":          {{Name: "a", Typeflag: tar.TypeLink, Linkname: "/etc/passwd"}},
		"a device":             {{Name: "a", Typeflag: tar.TypeChar}},
		"a pipe":               {{Name: "a", Typeflag: tar.TypeFifo}},
		"a file twice":         {file("a"), file("a")},
		"a file as a folder":   {file("a"), file("a/b")},
		"a folder over a file": {file("a"), {Name: "a/", Typeflag: tar.TypeDir}},
	} {
		t.Run(name, func(t *testing.T) {
			root, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if err := Unpack(packed(t, headers...), root, anywhere); err == nil {
				t.Error("unpacked")
			}
		})
	}
}

func TestFilesAndEmptyFoldersAreUnpacked(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	stream := packed(t, tar.Header{Name: "a/b/c.go", Typeflag: tar.TypeReg}, tar.Header{Name: "a/empty/", Typeflag: tar.TypeDir})
	if err := Unpack(stream, root, anywhere); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a/b/c.go")); err != nil || string(text) != "x" {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "a/empty")); err != nil || !info.IsDir() {
		t.Error(err)
	}
}

func TestALinkThatIsThereAlreadyIsNotFollowed(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := Unpack(packed(t, tar.Header{Name: "a/b", Typeflag: tar.TypeReg}), root, anywhere); err == nil {
		t.Error("unpacked")
	}
	if left, _ := os.ReadDir(outside); len(left) > 0 {
		t.Error("written outside")
	}
}

func TestAStreamHasMostlySoManyBytes(t *testing.T) {
	var buffer bytes.Buffer
	stream := tar.NewWriter(&buffer)
	stream.WriteHeader(&tar.Header{Name: "big", Typeflag: tar.TypeReg, Size: maxBytes + 1})
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := Unpack(tar.NewReader(&buffer), root, anywhere); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error %v", err)
	}
}

func job(t *testing.T, name, text string) *tar.Reader {
	t.Helper()
	var buffer bytes.Buffer
	stream := tar.NewWriter(&buffer)
	stream.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Typeflag: tar.TypeReg})
	io.WriteString(stream, text)
	stream.Close()
	return tar.NewReader(&buffer)
}

func TestAJobOfAnotherKindIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, text string }{
		"another version": {"job.json", `{"version":2,"mode":"run"}`},
		"another mode":    {"job.json", `{"version":1,"mode":"compile"}`},
		"no JSON":         {"job.json", `tests`},
		"another file":    {"jobs.json", `{"version":1,"mode":"run"}`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadJob[RunStep](job(t, c.file, c.text), "run"); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestTestsThatAreNullAreNotAnEmptyList(t *testing.T) {
	read, err := ReadJob[RunStep](job(t, "job.json", `{"version":1,"mode":"run","steps":[{"tests":null},{"tests":[]}]}`), "run")
	if err != nil {
		t.Fatal(err)
	}
	if read.Steps[0].Tests != nil || read.Steps[1].Tests == nil {
		t.Errorf("%#v", read.Steps)
	}
}

func TestAnAnswerHoldsNoNullListsAndArrivesEntryByEntry(t *testing.T) {
	var out bytes.Buffer
	answer := NewAnswer(&out)
	if err := answer.Step("00000000000000aa", NewRunOutcome("00000000000000aa")); err != nil {
		t.Fatal(err)
	}
	stream := tar.NewReader(bytes.NewReader(out.Bytes()))
	header, err := stream.Next()
	if err != nil || header.Name != "steps/00000000000000aa.json" {
		t.Fatalf("%v, %v", header, err)
	}
	if text, _ := io.ReadAll(stream); strings.Contains(string(text), "null") {
		t.Errorf("%s", text)
	}
	if err := answer.End(); err != nil {
		t.Fatal(err)
	}
	stream = tar.NewReader(&out)
	var names []string
	for header, err = stream.Next(); err == nil; header, err = stream.Next() {
		names = append(names, header.Name)
	}
	if err != io.EOF || strings.Join(names, " ") != "steps/00000000000000aa.json end.json" {
		t.Errorf("%q, %v", names, err)
	}
}

func TestTextIsValidAndWithoutZero(t *testing.T) {
	if got := Text([]byte("a\x00b\xffc\xed\xa0\x80")); got != "ab\uFFFDc\uFFFD" {
		t.Errorf("Text = %q", got)
	}
	text, err := json.Marshal(Text([]byte("\x00\xff")))
	if err != nil || string(text) != `"\ufffd"` && string(text) != "\"\uFFFD\"" {
		t.Errorf("%s, %v", text, err)
	}
}
