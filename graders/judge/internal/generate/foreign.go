package generate

import (
	"go/types"
	"strings"
)

// carried are types of the standard library that package seal or seal/web carries itself.
var carried = map[string]bool{
	"time.Time": true, "time.Duration": true, "time.Month": true, "time.Weekday": true, "context.Context": true,
	"io/fs.PathError": true, "strconv.NumError": true, "syscall.Errno": true,
	"net/http.Request": true, "net/http.ResponseWriter": true, "net/http.Response": true,
}

// foreign is a type of the standard library or of a package that both sides have.
func (s *support) foreign(t *types.Named, name string) string {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return s.methods(u)
	case *types.Struct:
		if marshals(t) != "" {
			return ""
		}
		for i := range u.NumFields() {
			if !u.Field(i).Exported() {
				return name + ", which hides its fields" + advice(name)
			}
			if why := s.why(u.Field(i).Type()); why != "" {
				return why
			}
		}
		return ""
	}
	if strings.HasPrefix(name, "sync.") {
		return name
	}
	return s.why(t.Underlying())
}

func advice(name string) string {
	switch name {
	case "bytes.Buffer", "strings.Builder", "bufio.Writer", "os.File":
		return "; use io.Writer or io.Reader"
	case "bufio.Reader", "bufio.Scanner", "bytes.Reader", "strings.Reader":
		return "; use io.Reader"
	case "sync.WaitGroup", "sync.Mutex", "sync.RWMutex":
		return "; the package cannot share one with the tests: use a func"
	}
	return "; use an interface or a type of the package"
}

// marshals names the form in which a type of the standard library can travel: Binary, Text or none.
func marshals(t *types.Named) string {
	has := func(names ...string) bool {
		for _, name := range names {
			obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, nil, name)
			if _, is := obj.(*types.Func); !is {
				return false
			}
		}
		return true
	}
	switch {
	case has("MarshalBinary", "UnmarshalBinary"):
		return "Binary"
	case has("MarshalText", "UnmarshalText"):
		return "Text"
	}
	return ""
}

// open reports whether a type that is no struct travels as what it is made of.
func open(look *look, t *types.Named) bool {
	switch t.Underlying().(type) {
	case *types.Signature, *types.Chan, *types.Pointer:
		return true
	case *types.Struct, *types.Interface:
		return false
	}
	return look != nil && look.inside
}
