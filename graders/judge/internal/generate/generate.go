// Package generate makes the two halves that judge a package sealed: a stub with the package's name and API for the
// hidden tests, and glue that turns the student's package into a servant. It reads the reference solution with its
// hidden tests by go/types and decides for every top-level test whether it can be sealed; what the tests use is the
// whole contract.
//
// The way through it: load reads and checks the module; decls lists what the test files declare and who needs whom;
// looker finds what tests see of types, refuser what cannot be sealed, support which types can cross; decide puts them
// together per test; contract closes over what the sealed tests use; stub, glue and trim write; verify compiles all of
// it with go/types before anything leaves.
package generate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"
)

// Reason says in words why a test is not sealed.
type Reason struct {
	Construct string `json:"construct"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Advice    string `json:"advice"`
}

// Decision is how one top-level test will be judged.
type Decision struct {
	Test   string  `json:"test"`
	Way    string  `json:"way"` // sealed or shared
	Reason *Reason `json:"reason,omitempty"`
}

// generator is one run.
type generator struct {
	w     *world
	decls *decls
	stub  map[*types.Package]bool
	// bad holds the first reason against each declaration.
	bad map[*decl]*Reason
	// extra are packages that the contract turned out to reach.
	extra map[*types.Package]bool
}

// Run reads a module and returns what the artifact holds. An error is the teacher's (the reference with its tests does
// not compile) or ours.
func Run(place Place) (*Result, error) {
	w, err := load(place)
	if err != nil {
		return nil, err
	}
	g := &generator{w: w, decls: w.decls(), bad: map[*decl]*Reason{}, extra: map[*types.Package]bool{}}
	for range 20 {
		g.choose()
		g.judge()
		result, again, err := g.write()
		if err != nil || !again {
			return result, err
		}
	}
	return nil, fmt.Errorf("%s: the stub does not become stable", place.Dir)
}

// choose finds the packages that need a stub: the one that is tested, and others of the module that tests or the
// contract reach, unless they are the teacher's in every workspace.
func (g *generator) choose() {
	g.stub = map[*types.Package]bool{}
	mark := func(p *types.Package) {
		if p == nil {
			return
		}
		u := g.w.byPath[p.Path()]
		if u != nil && p == u.types && !g.isTestOnly(u) && (u.dir == g.w.Dir || !g.w.Given(u.dir)) {
			g.stub[p] = true
		}
	}
	for _, u := range g.w.units {
		if u.dir == g.w.Dir {
			mark(u.types)
		}
	}
	for _, d := range g.decls.all {
		for obj := range d.uses {
			mark(obj.Pkg())
		}
	}
	for p := range g.extra {
		mark(p)
	}
}

func (g *generator) isTestOnly(u *unit) bool {
	for _, file := range u.files {
		if !g.w.isTest(file.Pos()) {
			return false
		}
	}
	return true
}

// judge finds the reasons against declarations. Reasons from earlier rounds stay.
func (g *generator) judge() {
	l := g.looker()
	for _, d := range g.decls.all {
		l.bad = func(pos token.Pos, construct, advice string) { g.refuse(d, pos, construct, advice) }
		l.walk(d.node)
	}
	s := g.support(l)
	if why := g.printing(); why != "" {
		for _, d := range g.decls.tests {
			if isTestName(d.name(), "Example") {
				g.refuse(d, d.node.Pos(), why, "let the package return text or take an io.Writer")
			}
		}
	}
	r := &refuser{w: g.w, stub: g.stub, calls: g.calls()}
	mutable := g.mutable()
	for _, d := range g.decls.all {
		r.bad = func(pos token.Pos, construct, advice string) { g.refuse(d, pos, construct, advice) }
		r.walk(d.node)
		g.unsupported(d, s, mutable)
	}
}

func (g *generator) looker() *looker {
	l := &looker{w: g.w, stub: g.stub, looks: map[types.Object]*look{}, args: newInstances(), skip: map[ast.Expr]bool{},
		methods: map[types.Object]map[string]*method{}, implements: map[types.Object][]*types.Interface{},
		bad: func(token.Pos, string, string) {}}
	var nodes []ast.Node
	for _, d := range g.decls.all {
		nodes = append(nodes, d.node)
	}
	l.args.collect(g.w, nodes)
	return l
}

func (g *generator) support(l *looker) *support {
	return &support{stub: g.stub, looks: l.looks, memo: map[types.Type]string{},
		isTest: func(obj types.Object) bool { return g.w.isTest(obj.Pos()) }}
}

// refuse notes a reason against a declaration; the first one in the source counts.
func (g *generator) refuse(d *decl, pos token.Pos, construct, advice string) {
	file, line := g.w.place(pos)
	old := g.bad[d]
	if old == nil || file == old.File && line < old.Line {
		g.bad[d] = &Reason{construct, file, line, advice}
	}
}

// reasonOf is the reason against a test: the first in what it needs.
func (g *generator) reasonOf(d *decl) *Reason {
	var all []*Reason
	for needed := range g.decls.reach(d) {
		if r := g.bad[needed]; r != nil {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return nil
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].File < all[j].File || all[i].File == all[j].File && all[i].Line < all[j].Line
	})
	return all[0]
}

// linked lists what the programs of linked tests begin with: tests that are not sealed after all, and benchmarks.
func (g *generator) linked(sealed []*decl) []*decl {
	all := slices.Clone(g.decls.bench)
	for _, d := range g.decls.tests {
		if !slices.Contains(sealed, d) || !slices.Contains(g.w.Wanted, d.name()) {
			all = append(all, d)
		}
	}
	return all
}

// decide lists the decisions and the tests that are sealed.
func (g *generator) decide() ([]Decision, []*decl) {
	var all []Decision
	var sealed []*decl
	for _, d := range g.decls.tests {
		decision := Decision{Test: d.name(), Way: "sealed", Reason: g.reasonOf(d)}
		if decision.Reason != nil {
			decision.Way = "shared"
		} else {
			sealed = append(sealed, d)
		}
		all = append(all, decision)
	}
	for _, d := range g.decls.bench {
		file, line := g.w.place(d.node.Pos())
		all = append(all, Decision{d.name(), "shared", &Reason{"a benchmark would measure the pipe", file, line, stays}})
	}
	return all, sealed
}
