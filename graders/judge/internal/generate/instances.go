package generate

import (
	"go/ast"
	"go/types"
)

// instances knows with which type arguments the generic functions and types of the tests are used, so that what a
// helper does with its parameters can be looked at for each of its uses.
type instances struct {
	context *types.Context
	// owners of type parameters, and the lists of arguments that each owner gets.
	owner map[*types.TypeParam]types.Object
	lists map[types.Object][][]types.Type
	seen  map[types.Object]map[string]bool
}

// maxInstances bounds how many lists one generic gets: helpers can call themselves with ever larger types.
const maxInstances = 100

func newInstances() *instances {
	return &instances{types.NewContext(), map[*types.TypeParam]types.Object{}, map[types.Object][][]types.Type{},
		map[types.Object]map[string]bool{}}
}

// collect finds all instances in the given nodes, until no helper brings new ones.
func (s *instances) collect(w *world, nodes []ast.Node) {
	for changed := true; changed; {
		changed = false
		for _, node := range nodes {
			ast.Inspect(node, func(n ast.Node) bool {
				ident, is := n.(*ast.Ident)
				if !is {
					return true
				}
				if instance, has := w.info.Instances[ident]; has {
					changed = s.add(origin(w.info.Uses[ident]), instance.TypeArgs) || changed
				}
				return true
			})
		}
	}
}

// add notes a list of arguments, once for each instance of what it stands in.
func (s *instances) add(obj types.Object, args *types.TypeList) bool {
	list := make([]types.Type, args.Len())
	for i := range list {
		list[i] = args.At(i)
	}
	s.own(obj)
	changed := false
	for _, one := range s.tuples(list) {
		changed = s.put(obj, one) || changed
	}
	return changed
}

// own notes the type parameters of a generic; those of a type also under the names that its methods give them.
func (s *instances) own(obj types.Object) {
	switch obj := obj.(type) {
	case *types.Func:
		s.parameters(obj, obj.Signature().TypeParams())
	case *types.TypeName:
		n, is := types.Unalias(obj.Type()).(*types.Named)
		if !is {
			return
		}
		s.parameters(obj, n.TypeParams())
		for i := range n.NumMethods() {
			s.parameters(obj, n.Method(i).Signature().RecvTypeParams())
		}
	}
}

func (s *instances) parameters(obj types.Object, list *types.TypeParamList) {
	for i := range list.Len() {
		s.owner[list.At(i)] = obj
	}
}

func (s *instances) put(obj types.Object, list []types.Type) bool {
	key := ""
	for _, t := range list {
		key += types.TypeString(t, nil) + ";"
	}
	if s.seen[obj] == nil {
		s.seen[obj] = map[string]bool{}
	}
	if s.seen[obj][key] || len(s.lists[obj]) >= maxInstances {
		return false
	}
	s.seen[obj][key] = true
	s.lists[obj] = append(s.lists[obj], list)
	return true
}

// tuples replaces the parameters of the surrounding generic in a list, once for each of its instances.
func (s *instances) tuples(list []types.Type) [][]types.Type {
	var owner types.Object
	for _, t := range list {
		if o := s.ownerIn(t, 0); o != nil {
			owner = o
		}
	}
	if owner == nil {
		return [][]types.Type{list}
	}
	var all [][]types.Type
	for _, args := range s.lists[owner] {
		one := make([]types.Type, len(list))
		for i, t := range list {
			one[i] = s.replace(t, args)
		}
		all = append(all, one)
	}
	return all
}

// of lists what a type stands for: itself, or one type for each instance of the generic around it.
func (s *instances) of(t types.Type) []types.Type {
	var all []types.Type
	for _, one := range s.tuples([]types.Type{t}) {
		all = append(all, one[0])
	}
	return all
}
