package generate

import (
	"go/types"
	"path"
	"slices"
	"sort"
)

// Result is what the artifact holds.
type Result struct {
	Decisions []Decision
	// Remove are the files that leave the tree of the sealed tests before Stub is laid over it.
	Remove []string
	// Stub are files of the tests' tree: stub packages and the test files that are kept; Servant those that are laid
	// over the student's tree. Paths are relative to the root of the module.
	Stub, Servant map[string][]byte
	// Linked are the test files of programs with linked tests; empty while nobody has decided which tests are sealed.
	Linked map[string][]byte
	// Build is the package to build the servant from.
	Build string
	// Glue explains the compiler's errors in the glue.
	Glue []Line
	// API says in words what the contract is.
	API []string
}

// write makes both halves for the tests that are sealed. again: a reason or a package was found on the way, everything
// has to be looked at once more.
func (g *generator) write() (result *Result, again bool, err error) {
	decisions, sealed := g.decide()
	result = &Result{Decisions: decisions, Stub: map[string][]byte{}, Servant: map[string][]byte{}}
	if len(sealed) == 0 {
		return result, false, nil
	}
	keep := g.decls.reach(sealed...)
	c, l := g.contract(keep)
	if g.grew(c) {
		return nil, true, nil
	}
	names := []string{}
	for _, d := range sealed {
		if len(c.channels) == 0 && g.sequential(d) {
			names = append(names, d.name())
		}
	}
	for _, u := range g.stubs() {
		e := &emitter{w: g.w, c: c, l: l, u: u, sequential: names}
		result.add(e)
	}
	g.servant(result)
	for name, text := range g.trim(keep) {
		result.Stub[name] = text
		if !slices.Contains(result.Remove, name) { // of a package without a stub
			result.Remove = append(result.Remove, name)
		}
	}
	sort.Strings(result.Remove)
	if g.verify(result) {
		return nil, true, nil
	}
	if g.w.Wanted != nil {
		result.Linked = g.trim(g.decls.reach(g.linked(sealed)...))
		err = g.verifyLinked(result.Linked)
	}
	return result, false, err
}

// contract closes over what the kept declarations use.
func (g *generator) contract(keep map[*decl]bool) (*contract, *looker) {
	l := g.looker()
	for d := range keep {
		l.walk(d.node)
	}
	c := &contract{w: g.w, stub: g.stub, looks: l.looks, args: l.args, sup: g.support(l), methods: l.methods,
		funcs: map[*types.Func]*method{}, vars: map[*types.Var]bool{}, consts: map[*types.Const]bool{},
		types: map[*types.TypeName]*form{}, aliases: map[*types.TypeName]bool{}, faces: map[string]types.Type{},
		hooks: map[string]*types.Named{}, foreign: map[string]types.Type{}, seen: map[string]bool{},
		channels: map[types.Type]bool{}, sentinels: map[*types.Var]bool{}}
	for d := range keep {
		c.use(d)
	}
	c.complete(l.implements)
	return c, l
}

// grew notes packages of the module whose types the contract has and that are the student's too.
func (g *generator) grew(c *contract) bool {
	grew := false
	for _, t := range c.foreign {
		p := t.(*types.Named).Obj().Pkg()
		u := g.w.byPath[p.Path()]
		if u != nil && u.types == p && !g.w.Given(u.dir) && !g.extra[p] {
			g.extra[p] = true
			grew = true
		}
	}
	return grew
}

// stubs are the packages with a stub; the tested one last.
func (g *generator) stubs() []*unit {
	var all []*unit
	for _, u := range g.w.units {
		if g.stub[u.types] {
			all = append(all, u)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].dir != g.w.Dir && all[j].dir == g.w.Dir })
	return all
}

// add writes the stub and the glue of one package.
func (r *Result) add(e *emitter) {
	for _, file := range e.u.files {
		name, _ := e.w.place(file.Pos())
		r.Remove = append(r.Remove, name)
	}
	r.Stub[path.Join(e.u.dir, "zz_stub.go")] = e.stub()
	text, lines := e.glue()
	name := path.Join(e.u.dir, "zz_seal.go")
	r.Servant[name] = text
	for _, line := range lines {
		line.File = name
		r.Glue = append(r.Glue, line)
		r.API = append(r.API, line.Want)
	}
}

// servant writes the program. A package main becomes a servant by itself: its last init function serves.
func (g *generator) servant(r *Result) {
	imports := ""
	for _, u := range g.stubs() {
		if u.types.Name() == "main" {
			r.Servant[path.Join(u.dir, "zz_serve.go")] = []byte("package main\n\nimport zz_seal \"" + runtimePath +
				"\"\n\nfunc init() { zz_seal.Serve() }\n")
			r.Build = "./" + u.dir
			continue
		}
		imports += "\t_ \"" + u.path + "\"\n"
	}
	if r.Build != "" {
		return
	}
	r.Build = "./zz_servant"
	r.Servant["zz_servant/main.go"] = []byte("// The servant: the student's package behind a pipe.\npackage main\n\nimport (\n" +
		imports + "\tzz_seal \"" + runtimePath + "\"\n)\n\nfunc main() { zz_seal.Serve() }\n")
}
