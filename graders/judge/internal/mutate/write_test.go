package mutate

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is written with one more file, which tells what the package does.
const module = `package main

import (
	"maps"
	"slices"
)

type List struct{ kept []int }

func (l *List) Keep(v []int) { l.kept = slices.Clone(v) }

func (l List) First() int { return l.kept[0] }

func Copied(v []int) []int {
	d := make([]int, len(v))
	copy(d, v)
	return d
}

func Counted(m map[string]int) map[string]int { return maps.Clone(m) }

func Place(p *string) int { return len(*p) }

func Many[E any](all ...E) []E { return append(all[:0:0], all...) }

type Token string

func Next(t Token) (Token, bool) { return t, true }

type Number int

func (n Number) Twice() Number { return n * 2 }
`

// It prints without package fmt, which would take most of the time of building it.
const telling = `package main

import "reflect"

func main() {
	defer func() { println("panic:", recover() != nil) }()
	_, isFirst := any(List{}).(interface{ First() int })
	_, isKeep := any(List{}).(interface{ Keep([]int) })
	println(isFirst, isKeep, reflect.TypeFor[List]().NumField(), reflect.TypeFor[Token]().Kind())
	a, b := []int{1, 2}, []int{3}
	l := List{}
	l.Keep(a)
	println(l.First(), a[0])
	l.Keep(b)
	println(a[0])
	b[0] = 9
	println(l.First())
	c := Copied(a)
	c[0] = 7
	println(a[0], c[0], Copied(a)[0], a[0])
	m := map[string]int{"m": 1}
	Counted(m)["n"] = 2
	println(len(Counted(m)), len(m))
	s := "name"
	println(Place(&s), Place(&s))
	w := []string{"w"}
	Many(w...)[0] = "x"
	println(Many(w...)[0], w[0])
	var t Token
	_, more := Next(t)
	println(more, Number(4).Twice())
}
`

func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func write(t *testing.T, root string, files ...string) (all []written) {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, "go", root, files); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryMutantThatIsWrittenCompilesAndDoesSomethingElse(t *testing.T) {
	root := lay(t, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": module, "tell.go": telling})
	said := run(t, root)
	missing := map[string]bool{
		"zero List.Keep": true, "zero List.First": true, "zero Copied": true, "zero Counted": true, "zero Place": true, "zero Many": true,
		"zero Next": true, "zero Number.Twice": true, "flip List.Keep": true, "flip List.First": true,
		"drop copy in List.Keep": true, "drop copy in Copied": true, "drop copy in Counted": true, "drop copy in Many": true,
		"retain v in List.Keep": true, "retain v in Copied": true, "retain m in Counted": true, "retain p in Place": true,
		"retain all in Many": true, "hidden field in List": true, "wrap Token": true,
	}
	for _, m := range write(t, root, "p.go") {
		os.WriteFile(filepath.Join(root, "p.go"), []byte(m.Text), 0o600)
		if !missing[m.Name] {
			t.Errorf("%s is one too many", m.Name)
		}
		delete(missing, m.Name)
		if m.Kind == "zero" && m.Name != "zero Copied" {
			continue // All of the same, and each takes a build.
		}
		switch now := run(t, root); {
		case strings.Contains(now, "p.go:"):
			t.Errorf("%s does not compile: %s", m.Name, now)
		case now == said:
			t.Errorf("%s changes nothing", m.Name)
		}
	}
	for name := range missing {
		t.Errorf("%s is missing", name)
	}
}

// run gives all that the program prints.
func run(t *testing.T, root string) string {
	t.Helper()
	command := exec.Command("go", "run", ".")
	command.Dir = root
	out, _ := command.CombinedOutput()
	return string(out)
}

func TestMutantsAreWrittenWithTheirFileAndSeeTheirPackageAndItsImports(t *testing.T) {
	root := lay(t, map[string]string{
		"go.mod": "module p\n\ngo 1.26\n", "p.go": "package p\n\nimport \"p/in\"\n\nfunc F(v Ints) int { return in.Seven }\n",
		"more.go": "package p\n\ntype Ints []int\n\nvar _ = F(Ints{})\n", "in/in.go": "package in\n\nconst Seven = 7\n",
		"off.go": "//go:build never\n\npackage other\n\nfunc G() {}\n", "alone/off.go": "//go:build never\n\npackage alone\n\nfunc G() {}\n",
	})
	var got []string
	for _, m := range write(t, root, "p.go", "more.go", "off.go", "in/in.go", "alone/off.go") {
		got = append(got, m.Kind+"|"+m.Name+"|"+m.File)
	}
	if want := "zero|zero F|p.go retain|retain v in F|p.go wrap|wrap Ints|more.go"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatIsNoPackageIsAnError(t *testing.T) {
	if err := Write(&bytes.Buffer{}, "go", lay(t, map[string]string{"p.go": "package p\n"}), []string{"p.go"}); err == nil {
		t.Error("a folder without a module is no error")
	}
}
