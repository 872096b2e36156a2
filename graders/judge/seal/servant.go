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
func Servant() *Side { return servantSide() }

// Export lets the tests call a function or a method expression.
func Export[F any](s *Side, name string, f F) {
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.funcs[name] = reflect.ValueOf(f)
}

// ExportGeneric is Export for one instance.
func ExportGeneric[F any](s *Side, name string, f F, arguments ...reflect.Type) {
	Export(s, s.instance(name, arguments), f)
}

// ExportVar lets the tests fetch a variable.
func ExportVar[V any](s *Side, name string, v *V) {
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.vars[name] = reflect.ValueOf(v).Elem()
}

// Missing stands for a method that the tests need only if they call it, and that the package does not have.
func Missing[F any](s *Side, name, words string) {
	t := reflect.TypeFor[F]()
	f := reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { panic(words) })
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.funcs[name] = f
}

// Serve answers the tests until they close the pipe, then ends the process with status 0. Without pipes it returns: the
// program was not started as a servant.
func Serve() {
	in, out := pipes(EnvServant)
	if in == nil {
		return
	}
	os.Unsetenv(EnvServant)
	s := Servant()
	s.connect(in, out)
	go s.listen()
	for { // a sleep, so that the runtime takes no waiting goroutine of the student's for a deadlock
		time.Sleep(math.MaxInt64)
	}
}
