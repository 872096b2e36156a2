package policy

import (
	"go/build"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
)

// Letters and digits of any script, as in identifiers. Blanks, brackets and commas would make the places in what the
// compiler and the race detector print ambiguous.
var plainName = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$`)

// native are the inputs of a Go build that are not Go: assembly, C and its kin, objects.
var native = words(".s .sx .c .cc .cpp .cxx .m .h .hh .hpp .hxx .f .F .for .f90 .syso .swig .swigcxx .a .o .so .S .H .C")

// nameRules reports whether a file was refused for its name alone.
func (c *checker) nameRules(name string) bool {
	base := path.Base(name)
	if native[path.Ext(base)] && !unbuilt(name) {
		c.refuse("not-go", name, 0, "Only Go is built here: no assembly, C, objects or headers.")
		return true
	}
	if isGo(name) && !plainName.MatchString(base) {
		c.refuse("file-name", name, 0, "The name of a Go file may have letters, digits, underscores, dots and dashes only. Rename it.")
		return true
	}
	return false
}

// isBuilt reports whether Go builds a file here, by the rules of the very toolchain that builds it. Constraints on the
// tags in which our builds differ are refused, so the answer holds for each of them.
func (s *source) isBuilt() bool {
	here := context()
	built, err := here.MatchFile(filepath.Join(s.dir, filepath.FromSlash(folder(s.name))), path.Base(s.name))
	return err != nil || built
}

// context is where students' code is built.
func context() build.Context {
	here := build.Default
	here.GOOS, here.GOARCH, here.CgoEnabled = "linux", runtime.GOARCH, false
	return here
}
