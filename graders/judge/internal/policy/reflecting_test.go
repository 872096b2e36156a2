package policy

import (
	"go/importer"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"testing"
)

func TestErrorsThatLeadToMemoryAreRefused(t *testing.T) {
	const head = "package book\n\nimport \"encoding/json\"\n\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  int
	}{
		"an error that has no more": {map[string]string{"book/a.go": head + "var E *json.InvalidUnmarshalError\nvar S *json.SyntaxError\n"}, 0},
		"an atomic pointer":         {map[string]string{"book/a.go": "package book\n\nimport \"sync/atomic\"\n\nvar P atomic.Pointer[int]\nvar L = atomic.LoadPointer\n"}, 1},
		"a value":                   {map[string]string{"book/a.go": head + "var E *json.UnsupportedValueError\n"}, 1},
		"a method's Func":           {map[string]string{"book/a.go": head + "var E *json.UnmarshalTypeError\n", "book/b.go": "package book\n\nvar F = E.Type.Method(0).Func\n"}, 1},
		"a type":                    {map[string]string{"book/a.go": head + "var E *json.UnmarshalTypeError\nvar T = E.Type.String() + E.Field\n"}, 0},
		"an own Func":               {map[string]string{"book/a.go": "package book\n\nvar X struct{ Func int }\nvar Y = X.Func\n"}, 0},
	} {
		report := check(t, c.files, full())
		if len(report.Refusals) != c.want || c.want > 0 && report.Refusals[0].Rule != "reflecting" {
			t.Errorf("%s: %+v", name, report.Refusals)
		}
	}
}

// Whatever a pure package exports whose type leads to a package that reaches memory is on the list, or harmless as said.
func TestNothingPureLeadsToMemoryButWhatIsListed(t *testing.T) {
	harmless := []string{
		"encoding/gob.Decoder", "encoding/gob.Encoder", // take a reflect.Value, and give none
	}
	load := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for path := range known.pure {
		imported, err := load.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range imported.Scope().Names() {
			o := imported.Scope().Lookup(name)
			if !o.Exported() || known.reflectValues.has(path, name) || known.reflectTypes.has(path, name) || slices.Contains(harmless, path+"."+name) {
				continue
			}
			if to := (&exposure{map[types.Type]bool{}}).of(o.Type(), true); to != "" {
				t.Errorf("%s.%s leads to %s", path, name, to)
			}
		}
	}
}

// exposure finds out what a type leads to: by exported fields, methods, parameters and results.
type exposure struct{ seen map[types.Type]bool }

func (e *exposure) of(t types.Type, top bool) string {
	if e.seen[t] {
		return ""
	}
	e.seen[t] = true
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return "unsafe.Pointer"
		}
	case *types.Named:
		if p := t.Obj().Pkg(); p != nil && !known.pure[p.Path()] {
			return p.Path() + "." + t.Obj().Name()
		} else if p != nil && !top && t.Obj().Exported() {
			return "" // looked at by itself
		}
		return e.named(t)
	case interface{ Elem() types.Type }:
		return e.of(t.Elem(), false)
	case *types.Signature:
		return e.first(t.Params().Variables(), t.Results().Variables())
	case *types.Struct:
		return e.first(func(yield func(*types.Var) bool) {
			for field := range t.Fields() {
				if (field.Exported() || field.Embedded()) && !yield(field) {
					return
				}
			}
		})
	case *types.Interface:
		for method := range t.Methods() {
			if to := e.of(method.Type(), false); to != "" {
				return to
			}
		}
	}
	return ""
}

func (e *exposure) named(t *types.Named) string {
	if to := e.of(t.Underlying(), false); to != "" {
		return to
	}
	for method := range t.Methods() {
		if method.Exported() {
			if to := e.of(method.Type(), false); to != "" {
				return to
			}
		}
	}
	return ""
}

func (e *exposure) first(lists ...iter.Seq[*types.Var]) (to string) {
	for _, list := range lists {
		for v := range list {
			if to = e.of(v.Type(), false); to != "" {
				return to
			}
		}
	}
	return ""
}
