package seal

import (
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What the stub calls: the side of the tests.

// Environment of the tests' process. The variables are removed when they have been read.
const (
	// EnvTests holds the descriptors of the pipes, the one to read from first: "5,6".
	EnvTests = "PUSHMARK_SEALED"
	// EnvCalls holds how many calls may cross, both ways together; default DefaultCalls.
	EnvCalls = "PUSHMARK_SEALED_CALLS"
	// EnvLimit holds how long the tests may take, calls not counted: "10s"; without it nobody looks.
	EnvLimit = "PUSHMARK_SEALED_LIMIT"
)

const (
	// DefaultCalls are many times what a test may need with the reference solution and still be sealed.
	DefaultCalls = 400_000
	// initTime is how long an answer may take while package variables are initialised: -test.timeout does not run yet.
	initTime = 5 * time.Second
)

var testsSide = sync.OnceValue(openTests)

// Tests returns the tests' side of this process. Ready reports that flags are parsed: testing's own timeout runs from
// then on. Sequential are the top-level tests in which at most one goroutine runs at a time.
func Tests(ready func() bool, sequential ...string) Half {
	s := testsSide()
	s.ready = ready
	name := onlyTest(os.Args)
	for _, test := range sequential {
		if test == name {
			s.sequential = true
		}
	}
	return s
}

// onlyTest is the name in -test.run=^Name$, the way in which the judge starts one test.
func onlyTest(args []string) string {
	for i, arg := range args {
		arg = strings.TrimPrefix(arg, "-")
		pattern, found := strings.CutPrefix(arg, "-test.run=")
		if !found {
			pattern, found = strings.CutPrefix(arg, "test.run=")
		}
		if !found && (arg == "-test.run" || arg == "test.run") && i+1 < len(args) {
			pattern, found = args[i+1], true
		}
		if found {
			return strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$")
		}
	}
	return ""
}

// openTests takes the pipes. Without them (the program only lists its tests) calls panic.
func openTests() *Side {
	s := newSide(true)
	s.budget = DefaultCalls
	if n, err := strconv.ParseInt(os.Getenv(EnvCalls), 10, 64); err == nil && n > 0 {
		s.budget = n
	}
	if limit, err := time.ParseDuration(os.Getenv(EnvLimit)); err == nil {
		s.limit(limit)
	}
	in, out := pipes(EnvTests)
	for _, variable := range []string{EnvTests, EnvCalls, EnvLimit} {
		os.Unsetenv(variable)
	}
	if in == nil {
		return s
	}
	s.connect(in, out)
	s.deadline = func(armed bool) {
		in.until = time.Time{}
		if armed {
			in.until = time.Now().Add(initTime)
		}
	}
	return s
}

// pipes opens the two descriptors that an environment variable names; nil when it does not.
func pipes(variable string) (in, out *pipe) {
	first, second, _ := strings.Cut(os.Getenv(variable), ",")
	read, err := strconv.Atoi(first)
	if err != nil {
		return nil, nil
	}
	write, err := strconv.Atoi(second)
	if err != nil {
		return nil, nil
	}
	return openPipe(read), openPipe(write)
}

// Import makes a func that calls the servant's function of that name.
func Import[F any](h Half, name string) F { return importFunc(h, name, (*F)(nil)).(F) }

//go:noinline
func importFunc(h Half, name string, pointer any) any {
	return h.(*Side).calling(pointed(pointer), target{kind: targetFunc, name: name}).Interface()
}

// instances holds what Generic has made.
var instances sync.Map

// Generic finds or makes the func that calls one instance of a generic function or method; arguments are its type
// arguments.
func Generic[F any](h Half, name string, arguments ...any) F {
	return importGeneric(h, name, (*F)(nil), arguments).(F)
}

//go:noinline
func importGeneric(h Half, name string, pointer any, arguments []any) any {
	key := h.(*Side).instance(name, arguments)
	if f, known := instances.Load(key); known {
		return f
	}
	f, _ := instances.LoadOrStore(key, importFunc(h, key, pointer))
	return f
}

// instance is the name of an instance: the generic's, with the names of the type arguments.
func (s *Side) instance(name string, arguments []any) string {
	list := make([]string, len(arguments))
	for i, argument := range arguments {
		list[i] = s.reg.typeName(pointed(argument))
	}
	return name + "[" + strings.Join(list, ",") + "]"
}

// Var fetches a package variable. It is fetched once, while package variables are initialised.
func Var[V any](h Half, name string) (v V) {
	v, _ = fetch(h, name, &v).(V)
	return v
}

//go:noinline
func fetch(h Half, name string, pointer any) any {
	s := h.(*Side)
	if s.in == nil {
		return nil
	}
	t := pointed(pointer)
	return s.roundTrip(target{kind: targetVar, name: name}, nil, nil, []reflect.Type{t})[0].Interface()
}
