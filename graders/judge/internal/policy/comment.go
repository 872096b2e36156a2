package policy

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"regexp"
	"strings"
)

// Directives that change nothing a verdict rests on. `//go:build` has a rule of its own.
var harmlessDirectives = words("generate noinline fix")

// The tags in which our builds of one submission differ. Every other tag is the same in all of them, so a constraint
// on it can leave a file out but give no build another face.
var differing = words("race cgo msan asan")

// lineDirective has the forms of the compiler: with a number at its end. Prose that begins like it is none.
var lineDirective = regexp.MustCompile(`^(//|/\*)line .*:\d+(\*/)?\s*$`)

// comments looks at each comment of a file. Only comments that begin exactly like a directive are any.
func (s *source) comments() {
	for _, group := range s.tree.Comments {
		for _, comment := range group.List {
			s.comment(comment)
		}
	}
}

func (s *source) comment(c *ast.Comment) {
	switch {
	case constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text):
		s.constraint(c)
	case strings.HasPrefix(c.Text, "//go:"):
		s.directive(c)
	case lineDirective.MatchString(c.Text) && s.full() && !s.test && !s.allow.words[lineDirectives]:
		s.refuseUnless(lineDirectives, "line-directive", c.Pos(), "Line directives move the places of failures to lines that do not exist. Remove it.")
	}
}

func (s *source) directive(c *ast.Comment) {
	name := strings.TrimPrefix(strings.Fields(c.Text)[0], "//go:")
	if name != "" && !harmlessDirectives[name] && !s.allow.words["go:"+name] && !s.mayEmbed(name) && !(name == "debug" && s.apart()) {
		s.refuseUnless("go:"+short(name), "directive", c.Pos(), fmt.Sprintf(
			"//go:%s changes how the compiler treats the code. Allowed are //go:generate and //go:noinline. If this is meant as prose, put a blank after the slashes.", short(name)))
	}
}

// mayEmbed: a build of the student's own tests, and of sealed code, has no folder with hidden files in it.
func (s *source) mayEmbed(directive string) bool {
	return directive == "embed" && (s.test || !s.full() || s.allow.imports("embed"))
}

// constraint refuses only those that could make the build with the race detector another program.
func (s *source) constraint(c *ast.Comment) {
	expression, err := constraint.Parse(c.Text)
	if err != nil {
		return // Go ignores it or does not build
	}
	tag := ""
	for _, each := range tagsOf(expression) {
		if differing[each] {
			tag = each
		}
	}
	if tag != "" && !s.test {
		s.refuseAt("build-constraint", c.Pos(), fmt.Sprintf(
			"A constraint on %q makes the code differ between the builds in which it is judged. Remove it; constraints on other tags are allowed.", tag))
	}
}

// tagsOf lists every tag of an expression, evaluated or not.
func tagsOf(expression constraint.Expr) []string {
	switch e := expression.(type) {
	case *constraint.AndExpr:
		return append(tagsOf(e.X), tagsOf(e.Y)...)
	case *constraint.OrExpr:
		return append(tagsOf(e.X), tagsOf(e.Y)...)
	case *constraint.NotExpr:
		return tagsOf(e.X)
	case *constraint.TagExpr:
		return []string{e.Tag}
	}
	return nil
}

// ignored reports whether a file asks to be built by hand only.
func (s *source) ignored() bool {
	for _, group := range s.tree.Comments {
		for _, c := range group.List {
			if expression, err := constraint.Parse(c.Text); err == nil && c.Pos() < s.tree.Package && expression.String() == "ignore" {
				return true
			}
		}
	}
	return false
}

func short(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}
