package supervise

import (
	"errors"
	"os"
	"path"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/wire"
)

// start runs a program to its end.
func (s *stage) start(r *request) {
	id, known := s.step.Outside.Programs[path.Join(s.step.Dir, r.Program)]
	f, err := s.enter(r.Folder)
	switch {
	case err != nil:
	case !known:
		err = errors.New("there is no program in this folder of the reference solution")
	case !s.house.has(id):
		err = errors.New("it was not built")
	case len(r.Args) == 0:
		err = errors.New("no name")
	}
	if err == nil {
		select {
		case s.programs <- struct{}{}:
			defer func() { <-s.programs }()
		default:
			err = errors.New("as many programs as one test may have at once run already")
		}
	}
	if err != nil {
		send(s.socket, replyTo(r, err))
		return
	}
	c, err := openChannels(false)
	if err != nil {
		send(s.socket, replyTo(r, err))
		return
	}
	spec := s.spec(r, f, id, c)
	spec.Stdin = r.take(r.Stdin, false)
	spec.Forward = [2]*os.File{r.take(r.Stdout, true), r.take(r.Stderr && !r.Joined, true)}
	s.run(r, f, spec, c)
}

func (s *stage) spec(r *request, f *folder, id string, c *channels) process.Spec {
	v := visit{
		program: id, name: r.Args[0], args: func(string) []string { return r.Args[1:] },
		dir: f.path, again: true, apart: true,
		wall: milliseconds(s.step.TestMs),
	}
	env := append(append(basics(f.path), programEnv(s.procs)...), r.Env...)
	spec := s.house.spec(v, lodger{f.uid, f.path}, env, c)
	spec.Budget, spec.Joined = s.budget, r.Joined
	return spec
}

// run tells of the start once the program has been entered, and of its end.
func (s *stage) run(r *request, f *folder, spec process.Spec, c *channels) {
	entered := make(chan bool, 1)
	spec.Started = func(child *os.Process) {
		go func() {
			err := c.entered()
			s.mu.Lock()
			if s.over {
				s.kill(r.ID, child)
			} else if err == nil {
				s.running[r.ID] = child
			}
			s.mu.Unlock()
			send(s.socket, replyTo(r, err))
			entered <- err == nil
		}()
	}
	started := false
	spec.Ended = func(result process.Result) {
		if started = <-entered; started {
			s.ended(r, result)
		}
	}
	result, ran, err := f.run(spec, s.house.group)
	c.trouble.Close()
	switch {
	case err != nil && ran:
		s.fail(err)
	case err != nil:
		send(s.socket, replyTo(r, err))
	case started:
		s.tell(r, result)
	}
}

func (s *stage) ended(r *request, result process.Result) {
	s.mu.Lock()
	delete(s.running, r.ID)
	s.mu.Unlock()
	answer := reply{ID: r.ID, Code: result.ExitCode, Limit: limitWords(result.Ending)}
	if result.Signal != "" {
		answer.Signal = int(result.SignalNumber)
	}
	send(s.socket, answer)
}

func (s *stage) tell(r *request, result process.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	result.Released = s.killed[r.ID] && result.Signal == "SIGKILL" && !isLimit(result.Ending)
	if len(s.told) < maxTold {
		s.told = append(s.told, wire.Program{Program: path.Join(s.step.Dir, r.Program), Servant: *servantOutcome(result)})
	}
}
