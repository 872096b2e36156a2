package policy

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// importsByName maps the names by which a file uses packages to their paths. The name of a package that is not of the
// standard library is a guess from its path, so one name can stand for several: rules then hold for each.
func (s *source) importsByName() map[string][]string {
	byName := map[string][]string{}
	for _, spec := range s.tree.Imports {
		imported := pathOf(spec)
		parts := strings.Split(imported, "/")
		name := parts[len(parts)-1]
		if len(parts) > 1 && majorVersion.MatchString(name) {
			name = parts[len(parts)-2]
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		byName[name] = append(byName[name], imported)
	}
	return byName
}

// pathOf is the imported path; what is no string literal is no path and on no list.
func pathOf(spec *ast.ImportSpec) string {
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return imported
}

func (s *source) importRules() {
	for _, spec := range s.tree.Imports {
		imported := pathOf(spec)
		switch {
		case imported == "C":
			s.refuseAt("cgo", spec.Pos(), "C code is not built here. Write it in Go.")
		case !s.built:
		case s.isUnread(imported):
			s.refuseAt("import", spec.Pos(), fmt.Sprintf("%q lies in a folder that ./... leaves out, and nobody reads what lies there. Only your own tests may import it. Move the package to a folder whose name is not testdata and begins with no underscore or dot.", short(imported)))
		case !s.full():
		case spec.Name != nil && spec.Name.Name == "." && !s.apart() && !s.allow.words[dotImports]:
			s.refuseUnless(dotImports, "dot-import", spec.Pos(), "A dot import hides where names come from. Import the package by its name.")
		case !s.mayImport(imported):
			s.importRefused(spec, imported)
		}
	}
}

// folderOf gives the folder of a package of the module, as its path says it; false for packages of others.
func (c *checker) folderOf(imported string) (dir string, isOwn bool) {
	if imported == c.request.Module {
		return ".", true
	}
	return strings.CutPrefix(imported, c.request.Module+"/")
}

// isUnread reports whether a package of the module, or of a folder inside it, comes from files that `file` passes over.
// Tests of the student's own may use one: what else they may import reaches as far.
func (s *source) isUnread(imported string) bool {
	dir, isOwn := s.folderOf(imported)
	return isOwn && !s.test && unbuilt(dir+"/x")
}

// mayImport holds for whole packages.
func (s *source) mayImport(imported string) bool {
	switch {
	case s.types.isOwn(imported):
		return true
	case known.pure[imported] || s.allow.imports(imported):
		return true
	case imported == "plugin" || imported == "runtime/cgo" || imported == "runtime/race":
		return false
	case s.test:
		return known.standard(imported) || isModules(imported)
	case s.apart():
		return known.standard(imported) && imported != "embed" && imported != "testing" && !strings.HasPrefix(imported, "testing/")
	}
	return false
}

// isModules reports whether a path is of some module, by the dot in its host. One that the assignment does not require
// is not there: then the student's tests do not compile, and all else is judged.
func isModules(imported string) bool {
	host, _, _ := strings.Cut(imported, "/")
	return strings.Contains(host, ".") && !strings.HasPrefix(host, ".")
}

// importRefused refuses a package unless only harmless names of it are used.
func (s *source) importRefused(spec *ast.ImportSpec, imported string) {
	harmless := known.harmless[imported]
	uses := s.uses[imported]
	if spec.Name != nil && spec.Name.Name == "_" {
		uses = nil
	}
	if harmless != nil && len(uses) > 0 && !slices.ContainsFunc(uses, func(u use) bool { return !harmless[u.name] }) {
		return
	}
	s.refuseUnless(imported, "import", spec.Pos(), s.importMessage(imported, uses))
}

func (s *source) importMessage(imported string, uses []use) string {
	it := "is no package of the standard library or of this module"
	if why := known.withheld[imported]; why != "" {
		it = why
	}
	message := fmt.Sprintf("%q is not allowed in this assignment: it %s.", short(imported), it)
	harmless := known.harmless[imported]
	for _, each := range uses {
		if harmless != nil && !harmless[each.name] {
			message += fmt.Sprintf(" Used here: %s in line %d; of this package only %s are allowed.",
				short(each.name), each.line, listed(harmless))
			break
		}
	}
	return message + " Allowed are the packages of this module and those of the standard library that only compute" + s.extra() + "."
}

// extra names what the assignment allows besides.
func (s *source) extra() string {
	if len(s.allow.paths) == 0 {
		return ""
	}
	return ", and " + strings.Join(s.allow.paths, ", ")
}
