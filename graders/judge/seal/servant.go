package seal

import (
	"math"
	"os"
	"reflect"
	"sync"
	"time"
)

// What the glue calls: the side of the student's package.

// EnvServant holds the descriptors of the servant's pipes, the one to read from first: "3,4".
const EnvServant = "PUSHMARK_SERVANT"

var servantSide = sync.OnceValue(func() *Side { return newSide(false) })

// Servant returns the servant's side of this process.
//
//go:noinline
func Servant() Half { return servantSide() }

// Export lets the tests call a function or a method expression.
//
//go:noinline
func Export(h Half, name string, f any) {
	r := h.(*Side).reg
	r.mu.Lock()
	defer r.mu.Unlock()
	r.funcs[name] = reflect.ValueOf(f)
}

// ExportGeneric is Export for one instance; arguments are its type arguments.
//
//go:noinline
func ExportGeneric(h Half, name string, f any, arguments ...any) {
	Export(h, h.(*Side).instance(name, arguments), f)
}

// ExportVar lets the tests fetch a variable.
//
//go:noinline
func ExportVar(h Half, name string, pointer any) {
	r := h.(*Side).reg
	r.mu.Lock()
	defer r.mu.Unlock()
	r.vars[name] = reflect.ValueOf(pointer).Elem()
}

// Serve answers the tests until they close the pipe, then ends the process with status 0. Without pipes it returns: the
// program was not started as a servant.
func Serve() {
	in, out := pipes(EnvServant)
	if in == nil {
		return
	}
	os.Unsetenv(EnvServant)
	s := servantSide()
	s.connect(in, out)
	go s.listen()
	for { // a sleep, so that the runtime takes no waiting goroutine of the student's for a deadlock
		time.Sleep(math.MaxInt64)
	}
}
