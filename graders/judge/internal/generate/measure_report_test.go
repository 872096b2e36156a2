package generate_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

type placed struct{ module, dir, source string }

// measuredPlaces reads the list and fetches the modules.
func measuredPlaces(t *testing.T) (all []placed) {
	t.Helper()
	file, err := os.Open("testdata/measured.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] == "#" || fields[0] == `"std"` {
			continue
		}
		for _, dir := range fields[1:] {
			all = append(all, placed{fields[0], dir, fetched(t, fields[0])})
		}
	}
	return all
}

var fetchedModules = map[string]string{}

func fetched(t *testing.T, module string) string {
	t.Helper()
	if dir, done := fetchedModules[module]; done {
		return dir
	}
	args := []string{"mod", "download", "-json", module}
	if module == "std" {
		args = []string{"env", "-json", "GOROOT"}
	}
	out, err := exec.Command("go", args...).Output()
	var found struct{ Dir, GOROOT string }
	if err != nil || json.Unmarshal(out, &found) != nil {
		t.Logf("%s cannot be fetched: %v %s", module, err, out)
	}
	fetchedModules[module] = found.Dir
	if found.GOROOT != "" {
		fetchedModules[module] = filepath.Join(found.GOROOT, "src")
	}
	return fetchedModules[module]
}

// tree copies a module, or one package of the standard library into a module of its own.
func (p placed) tree(t *testing.T) (root, dir string) {
	t.Helper()
	root = t.TempDir()
	if p.module != "std" {
		if err := copyWritable(root, p.source); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
			path, _, _ := strings.Cut(p.module, "@")
			os.WriteFile(filepath.Join(root, "go.mod"), []byte("module "+path+"\n"), 0o644)
		}
		// The packages are read as Go of today; their own line may be older than generics.
		if err := goDo(root, "mod", "edit", "-go=1.26"); err != nil {
			t.Fatal(err)
		}
		return root, p.dir
	}
	dir = filepath.Base(p.dir)
	if err := copyWritable(filepath.Join(root, dir), filepath.Join(p.source, p.dir)); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(root, "go.mod"), []byte("module copied\n\ngo 1.26\n"), 0o644)
	entries, _ := os.ReadDir(filepath.Join(root, dir))
	for _, entry := range entries {
		name := filepath.Join(root, dir, entry.Name())
		if text, err := os.ReadFile(name); err == nil && strings.HasSuffix(name, ".go") {
			os.WriteFile(name, []byte(strings.ReplaceAll(string(text), `"`+p.dir+`"`, `"copied/`+dir+`"`)), 0o644)
		}
	}
	return root, dir
}

func copyWritable(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, path)
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o644)
	})
}

func reasonText(reason any) string {
	text, _ := json.Marshal(reason)
	return string(text)
}

func tail(s string) string {
	if len(s) > 1500 {
		return s[:1500]
	}
	return s
}

func first(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n# ")
	if len(line) > 400 {
		line = line[:400]
	}
	return line
}

// others are all package folders but one: they count as the teacher's.
func others(root, dir string) (all []string) {
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(root, path); err == nil && entry.IsDir() && rel != dir {
			all = append(all, filepath.ToSlash(rel))
		}
		return nil
	})
	return all
}

func report(t *testing.T, all []measured) {
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	var sum measured
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "package\ttests\trefused\tsealed equal\tdifferent\tlinked build\tlinked run\tservant build\tsealed run\tgenerator")
	row := func(m measured) {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", m.name, m.tests, m.refused, m.equal, len(m.different),
			m.linkedBuild.Round(time.Millisecond), m.linkedRun.Round(time.Millisecond), m.servantBuild.Round(time.Millisecond),
			m.sealedRun.Round(time.Millisecond), m.generator.Round(time.Millisecond), m.trouble)
	}
	packages := 0
	for _, m := range all {
		row(m)
		if m.trouble != "" || m.tests == 0 {
			continue
		}
		packages++
		sum.tests += m.tests
		sum.refused += m.refused
		sum.equal += m.equal
		sum.different = append(sum.different, m.different...)
		sum.linkedBuild += m.linkedBuild
		sum.linkedRun += m.linkedRun
		sum.servantBuild += m.servantBuild
		sum.sealedRun += m.sealedRun
		sum.generator += m.generator
	}
	sum.name = fmt.Sprintf("%d packages", packages)
	row(sum)
	table.Flush()
	t.Logf("\n%s", costs(all))
	t.Logf("\n%s\nsealed with equal verdicts: %d of %d eligible, %d of all %d", text.String(), sum.equal, sum.tests-sum.refused, sum.equal, sum.tests)
	if sum.tests == sum.refused {
		t.Error(errors.New("nothing was measured"))
	}
}
