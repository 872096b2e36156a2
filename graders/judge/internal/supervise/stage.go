package supervise

import (
	"errors"
	"os"
	"slices"
	"sync"
	"syscall"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/wire"
)

// maxTold is how many programs of one test are reported, in the order of their ends.
const maxTold = 100

// maxPrograms is how many programs of one test may run at once, maxHelpers how many of our helpers; more helpers wait.
const (
	maxPrograms = 24
	maxHelpers  = 4
)

// stage serves the requests of one test.
type stage struct {
	house  *house
	step   wire.RunStep
	procs  int
	socket *os.File
	budget *process.Budget
	served chan struct{} // closed when no request comes any more
	// programs and helpers hold as many as run.
	programs, helpers chan struct{}
	work              sync.WaitGroup

	mu      sync.Mutex
	over    bool
	folders map[int64]*folder
	running map[int64]*os.Process // by the id of their start
	killed  map[int64]bool        // by their test, or with it
	told    []wire.Program
	failed  error // ours
}

func newStage(h *house, step wire.RunStep, procs int, socket *os.File) *stage {
	s := &stage{house: h, step: step, procs: procs, socket: socket, budget: process.NewBudget(step.OutputBytes),
		served: make(chan struct{}), programs: make(chan struct{}, maxPrograms), helpers: make(chan struct{}, maxHelpers),
		folders: map[int64]*folder{}, running: map[int64]*os.Process{}, killed: map[int64]bool{}}
	go s.serve()
	return s
}

// serve takes requests until the tests' process is gone or speaks nonsense.
func (s *stage) serve() {
	defer close(s.served)
	for {
		r, err := receive(s.socket)
		if err != nil {
			return
		}
		s.work.Go(func() {
			defer r.close()
			s.answer(&r)
		})
	}
}

func (s *stage) answer(r *request) {
	switch r.Op {
	case "start":
		s.start(r)
	case "signal":
		send(s.socket, s.signal(r))
	case "write":
		send(s.socket, replyTo(r, s.write(r)))
	case "read":
		send(s.socket, replyTo(r, s.read(r)))
	default:
		send(s.socket, replyTo(r, errors.New("not known to this supervisor: "+r.Op)))
	}
}

func replyTo(r *request, err error) reply {
	if err == nil {
		return reply{ID: r.ID}
	}
	return reply{ID: r.ID, Error: err.Error(), Missing: errors.Is(err, os.ErrNotExist)}
}

func (s *stage) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = firstOf(s.failed, err)
}

// signal reaches the program's own process only.
func (s *stage) signal(r *request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	child := s.running[r.Process]
	if child == nil {
		return replyTo(r, os.ErrNotExist)
	}
	s.killed[r.Process] = syscall.Signal(r.Signal) == syscall.SIGKILL
	if err := child.Signal(syscall.Signal(r.Signal)); errors.Is(err, os.ErrProcessDone) {
		return replyTo(r, os.ErrNotExist)
	} else {
		return replyTo(r, err)
	}
}

func (s *stage) kill(id int64, child *os.Process) {
	s.killed[id] = true
	child.Kill()
}

// end kills what still runs, once the tests' process is gone; it gives the users that there were.
func (s *stage) end() (uids []int, told []wire.Program, err error) {
	s.mu.Lock()
	s.over = true
	for id, child := range s.running {
		s.kill(id, child)
	}
	s.mu.Unlock()
	<-s.served
	s.work.Wait()
	s.socket.Close()
	for _, f := range s.folders {
		uids = append(uids, f.uid)
		if _, wrong := process.EndUser(f.uid)(0, false); wrong != nil {
			s.failed = firstOf(s.failed, wrong)
		}
	}
	slices.Sort(uids)
	return uids, s.told, s.failed
}
