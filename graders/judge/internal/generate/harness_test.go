package generate_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"pushmark/judge"
	"pushmark/judge/internal/generate"
	"pushmark/judge/internal/overlay"
	"testing"
)

// sealOverlay is an overlay.json that holds package seal and leaves testing as it is. It has one place for all runs
// with the same sources, so that the build cache keeps what was compiled.
var sealOverlay = sync.OnceValues(func() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(os.TempDir(), "pushmark-seal-"+sourceHash())
	path, err := overlay.Write(strings.TrimSpace(string(root)), dir, "")
	if err != nil {
		return "", err
	}
	var laid struct{ Replace map[string]string }
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &laid) != nil {
		return "", errors.New("overlay.json cannot be read")
	}
	maps.DeleteFunc(laid.Replace, func(name, _ string) bool { return !strings.Contains(name, "/pushmark/") })
	if text, err = json.Marshal(laid); err != nil {
		return "", err
	}
	only := filepath.Join(dir, "seal-only.json")
	return only, os.WriteFile(only, text, 0o644)
})

func sourceHash() string {
	sum := sha256.New()
	fs.WalkDir(judge.Seal, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			text, _ := judge.Seal.ReadFile(name)
			fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		}
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// module is a folder with go.mod, a package and its tests.
type module struct {
	root, dir string
	result    *generate.Result
	sealed    string // program of the sealed tests
	servant   string
	linked    string
}

// command is the go command in an environment that does not depend on the machine's.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "CGO_ENABLED="+cgo())
	return c
}

func goDo(dir string, args ...string) error { return goWith(nil, dir, args...) }

// goWith is goDo with more in the environment.
func goWith(env []string, dir string, args ...string) error {
	c := command(context.Background(), dir, args...)
	c.Env = append(c.Env, env...)
	if out, err := c.CombinedOutput(); err != nil {
		return errors.New(strings.Join(args, " ") + ": " + err.Error() + "\n" + string(out))
	}
	return nil
}

// onePackage generates for a module m of one package p with these texts.
func onePackage(t *testing.T, reference, tests string) *module {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module m\n\ngo 1.26\n", "p/p.go": reference, "p/p_test.go": tests} {
		os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755)
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := generated(root, "p")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func generated(root, dir string, given ...string) (*module, error) {
	return generatedFor(root, dir, nil, given...)
}

// generatedFor is generated where it has been decided which tests are sealed.
func generatedFor(root, dir string, wanted []string, given ...string) (*module, error) {
	m := &module{root: root, dir: dir}
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, err
	}
	m.result, err = generate.Run(generate.Place{Go: path, Env: command(context.Background(), root).Env, Root: root, Dir: dir, Wanted: wanted,
		Given: func(d string) bool {
			for _, g := range given {
				if g == d {
					return true
				}
			}
			return false
		}})
	return m, err
}

// lay copies a tree and lays files over it; remove are left out.
func lay(to, from string, remove []string, over map[string][]byte) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	for _, name := range remove {
		if err := os.Remove(filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	for name, text := range over {
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// build makes the programs: sealed tests in dir/sealed, the servant and the linked tests of a student's tree.
func (m *module) build(dir string, flags ...string) error {
	laid, err := sealOverlay()
	if err != nil {
		return err
	}
	tree := filepath.Join(dir, "sealed")
	if err := lay(tree, m.root, m.result.Remove, m.result.Stub); err != nil {
		return err
	}
	m.sealed = filepath.Join(dir, "sealed.test")
	return goDo(tree, append([]string{"test", "-c", "-vet=off", "-overlay=" + laid, "-o", m.sealed}, append(flags, "./"+m.dir)...)...)
}

// student builds servant and linked tests with files laid over the reference.
func (m *module) student(dir string, over map[string][]byte, flags ...string) error {
	laid, err := sealOverlay()
	if err != nil {
		return err
	}
	linked, own := filepath.Join(dir, "linked"), filepath.Join(dir, "own")
	if err := lay(linked, m.root, nil, over); err != nil {
		return err
	}
	m.linked = filepath.Join(dir, "linked.test")
	if err := goDo(linked, append([]string{"test", "-c", "-vet=off", "-o", m.linked}, append(flags, "./"+m.dir)...)...); err != nil {
		return err
	}
	all := maps.Clone(over)
	if all == nil {
		all = map[string][]byte{}
	}
	maps.Copy(all, m.result.Servant)
	if err := lay(own, m.root, nil, all); err != nil {
		return err
	}
	m.servant = filepath.Join(dir, "servant")
	return goDo(own, append([]string{"build", "-ldflags=-s -w", "-overlay=" + laid, "-o", m.servant}, append(flags, m.result.Build)...)...)
}

// cgo is 1 where a test asks for race builds.
func cgo() string {
	if os.Getenv("CGO_ENABLED") == "1" {
		return "1"
	}
	return "0"
}
