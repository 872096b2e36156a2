package seal

import (
	"reflect"
	"strconv"
	"sync"
)

// registry holds what both sides know under the same names. It is filled while packages are initialised.
type registry struct {
	mu     sync.RWMutex
	funcs  map[string]reflect.Value
	vars   map[string]reflect.Value
	types  map[string]reflect.Type
	names  map[reflect.Type]string
	shapes map[reflect.Type]*shape
	ifaces map[reflect.Type]*iface
	byName map[string]*iface
	hooks  map[reflect.Type]*Hook
	// made counts the types that dynamic values made necessary.
	made  int
	plans sync.Map
}

func newRegistry() *registry {
	r := &registry{
		funcs: map[string]reflect.Value{}, vars: map[string]reflect.Value{},
		types: map[string]reflect.Type{}, names: map[reflect.Type]string{},
		shapes: map[reflect.Type]*shape{}, ifaces: map[reflect.Type]*iface{}, byName: map[string]*iface{},
		hooks: map[reflect.Type]*Hook{},
	}
	r.addStandard()
	return r
}

func (r *registry) addType(name string, t reflect.Type) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.types[name]; !known {
		r.types[name], r.names[t] = t, name
	}
}

// name is the same on both sides for types that both know.
func (r *registry) name(t reflect.Type) string {
	if name, known := r.names[t]; known {
		return name
	}
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		return t.PkgPath() + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + r.name(t.Elem())
	case reflect.Slice:
		return "[]" + r.name(t.Elem())
	case reflect.Array:
		return "[" + strconv.Itoa(t.Len()) + "]" + r.name(t.Elem())
	case reflect.Map:
		return "map[" + r.name(t.Key()) + "]" + r.name(t.Elem())
	}
	return t.String()
}

// typeName is name with the lock.
func (r *registry) typeName(t reflect.Type) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.name(t)
}

// known reports whether the other side can have a value of exactly this type.
func (r *registry) known(t reflect.Type) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.knows(t)
}

func (r *registry) knows(t reflect.Type) bool {
	if _, known := r.names[t]; known {
		return true
	}
	if t.Name() != "" {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return r.knows(t.Elem())
	case reflect.Map:
		return r.knows(t.Key()) && r.knows(t.Elem())
	}
	return false
}

const (
	maxTypeDepth = 16
	// maxMadeTypes bounds the types that values of the other side make: the runtime never forgets a type.
	maxMadeTypes = 256
)

// named finds or makes the type with a name that the other side sent.
func (r *registry) named(name string) reflect.Type {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.parse(name, 0)
	if t == nil {
		reject("a value of an unknown type")
	}
	return t
}

func (r *registry) parse(name string, depth int) reflect.Type {
	if t, known := r.types[name]; known {
		return t
	}
	if depth > maxTypeDepth || len(name) < 2 {
		return nil
	}
	var t reflect.Type
	switch {
	case name[0] == '*':
		if elem := r.parse(name[1:], depth+1); elem != nil {
			t = reflect.PointerTo(elem)
		}
	case name[:2] == "[]":
		if elem := r.parse(name[2:], depth+1); elem != nil {
			t = reflect.SliceOf(elem)
		}
	case len(name) > 4 && name[:4] == "map[":
		t = r.parseMap(name[4:], depth)
	}
	return r.keep(name, t)
}

// keep remembers a type that was made; its number is bounded.
func (r *registry) keep(name string, t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	if r.made++; r.made > maxMadeTypes {
		reject("too many types")
	}
	r.types[name], r.names[t] = t, name
	return t
}

func (r *registry) parseMap(rest string, depth int) reflect.Type {
	open := 1
	for i := range len(rest) {
		switch rest[i] {
		case '[':
			open++
		case ']':
			open--
		}
		if open > 0 {
			continue
		}
		key, elem := r.parse(rest[:i], depth+1), r.parse(rest[i+1:], depth+1)
		if key == nil || elem == nil || !key.Comparable() {
			return nil
		}
		return reflect.MapOf(key, elem)
	}
	return nil
}
