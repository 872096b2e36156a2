// Package seal is what both processes of a sealed test contain: the connection between a stub and a servant.
package seal

import (
	"bufio"
	"io"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
)

// Theory of operation.
//
// Hidden tests are linked with a stub of the student's package, the student's package with glue that makes it a
// servant. The two processes share nothing but two pipes. Both run this package; there is no client and no server:
// a Side sends calls and serves calls. What is generated are typed one-line forwarders and registrations, so that
// everything a hostile servant can reach stands here once.
//
// A call is one frame with target and arguments, its answer one frame with results. While it waits, a goroutine serves
// what the other side calls back in the meantime: a callback runs where it would have run without us, which keeps
// t.Fatal, panics and the order of things. One waiting goroutine at a time holds the token and reads the pipe for
// all; on the tests' side nobody reads while nobody waits, unless a channel or context has crossed (background). While
// one goroutine of the tests runs at a time, the servant serves each request on the goroutine that read it (listener),
// and both wait in plain system calls: a switch between two processes is most of what a call costs.
//
// Data is copied. Whatever can be aliased (pointers, maps, arrays behind slices) is a ref with a number that both
// sides remember, so that identity, cycles and aliasing survive; a message carries the contents of the refs that it
// reaches where they differ from what both sides had. The answer carries back what the call has changed. What cannot
// be copied (funcs, channels, contexts, errors of hidden types, values behind interfaces) is an object: it stays, and
// a number, a proxy or reflect.MakeFunc stands for it. What tests do not look into is a number too (Value).
//
// What the tests' side does not believe. Every frame is decoded inside a recover, with bounded memory, into types that
// our own program gave; the first mistake ends the process with ExitViolation. So do an answer to no call, a second
// answer, a call of what was never given. Nothing of the student's runs on a goroutine that did not ask: a func of the
// tests runs on a goroutine that waits in a call: on the one that gave the func away if it can be, else on the one
// in whose service it is called, and funcs that one goroutine gave away never run at the same time. Where tests have several goroutines (not sequential),
// memory that two of them have used is never written to. A goroutine number tells them apart.
//
// When the servant ends, so does the tests' process (ExitServant): a test that expects a panic must not take the end
// of the student's process for one.

// Side is one end of the connection: the tests' or the servant's.
type Side struct {
	tests bool
	// sequential: at most one goroutine of the tests runs at a time.
	sequential bool
	// greeted: the servant knows whether sequential holds.
	greeted   bool
	reg       *registry
	table     *refs
	objects   *objects
	values    *values
	standard  map[string]error
	sentinels map[error]string

	in    *bufio.Reader
	out   io.Writer
	pipes [2]any
	// write is held while a message is committed and written: messages arrive in the order of their numbers.
	write sync.Mutex
	// token is held by the goroutine that reads.
	token chan struct{}

	mu      sync.Mutex
	next    uint64
	pending map[uint64]*call
	// waiting are the calls in progress of each goroutine, innermost last; serving the requests in its service.
	waiting map[uint64][]*call
	serving map[uint64][]uint64
	// orphans wait for a goroutine to wait.
	orphans []*message
	// locks of the goroutines that gave funcs away.
	locks map[uint64]*lock
	// helpers are the goroutines that serve channels, workers those that serve the tests, active those that do.
	helpers, workers, active int
	jobs                     chan *message
	// listener is what the servant's listening goroutine does.
	listener listener

	background sync.Once
	calls      atomic.Int64
	budget     int64
	// ready reports that package variables are initialised; until then answers have a deadline.
	ready    func() bool
	deadline func(armed bool)
	// die ends the process; tests of this package put something else here.
	die func(code int, why string)
}

// newSide makes an end without a connection.
func newSide(tests bool) *Side {
	s := &Side{
		tests: tests, reg: newRegistry(), table: newRefs(tests), objects: newObjects(), values: newValues(),
		standard: standard(), sentinels: map[error]string{}, token: make(chan struct{}, 1), jobs: make(chan *message), next: 1,
		pending: map[uint64]*call{}, waiting: map[uint64][]*call{},
		serving: map[uint64][]uint64{}, locks: map[uint64]*lock{}, ready: func() bool { return true },
		deadline: func(bool) {}, die: exit,
	}
	for name, err := range s.standard {
		s.sentinels[err] = name
	}
	return s
}

// connect gives an end its pipes.
func (s *Side) connect(in io.Reader, out io.Writer) {
	s.in, s.out = bufio.NewReaderSize(in, 64<<10), out
	s.pipes = [2]any{in, out}
}

// park leaves waiting at the pipes to the poller: several goroutines have something to do.
func (s *Side) park() {
	for _, end := range s.pipes {
		if p, is := end.(*pipe); is {
			p.park()
		}
	}
}

// call is one call in progress.
type call struct {
	id    uint64
	goid  uint64
	out   []reflect.Type
	queue []*message
	wake  chan struct{}
	// answered: its answer has come in; left: nobody waits for it any more.
	answered, left bool
}

// message is a frame that was decoded.
type message struct {
	kind    byte
	id      uint64
	target  *bound
	values  []reflect.Value
	patches []patch
	met     []*ref
	thrown  any
	// object that is called and the call in whose service, for requests.
	object *object
	parent *call
}

// begin registers a call of this goroutine.
func (s *Side) begin(goid uint64, out []reflect.Type) *call {
	c := &call{goid: goid, out: out, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.id = s.next
	s.next++
	s.pending[c.id] = c
	s.waiting[goid] = append(s.waiting[goid], c)
	s.adopt()
	return c
}

// end forgets a call. One that has no answer yet was left by a panic or by runtime.Goexit in a callback.
func (s *Side) end(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.left = true
	calls := s.waiting[c.goid]
	if i := slices.Index(calls, c); len(calls) > 1 {
		s.waiting[c.goid] = slices.Delete(calls, i, i+1)
	} else {
		delete(s.waiting, c.goid)
	}
	// What it has not served is for others.
	s.orphans = append(s.orphans, c.queue...)
	s.adopt()
}

// outermost is the first of the calls that this goroutine of the student's serves; 0: none, or this is the tests' side.
func (s *Side) outermost(goid uint64) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.serving[goid]; len(list) > 0 && !s.tests {
		return list[0]
	}
	return 0
}

// parent is the request in whose service this goroutine is; 0: none.
func (s *Side) parent(goid uint64) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.serving[goid]; len(list) > 0 {
		return list[len(list)-1]
	}
	return 0
}
