package compile

import (
	"slices"

	"pushmark/judge/internal/wire"
)

// schedule decides which steps work side by side. A step begins once everything that it requires has ended, if a core
// is free for it. The source policy is a wall: it works alone, and nothing behind it begins before it has ended.
//
// Steps that work side by side share the memory and the processes of the container, and the cores. One that came to
// grief then may only have been crowded out: it is done once more, alone, and that is its outcome. So what a step comes
// to does not depend on how many cores happened to be free.
type schedule struct {
	cores   int
	pending []wire.CompileStep
	// behind gives the step that has to end before another one, although that does not require it.
	behind  map[string]string
	running map[string]bool
	// crowded are those that had company while they worked.
	crowded map[string]bool
	// alone are those that are to be done once more.
	alone map[string]bool
	// walled: what works now works alone.
	walled bool
}

func newSchedule(steps []wire.CompileStep, behind map[string]string, cores int) *schedule {
	return &schedule{
		cores: max(1, cores), pending: slices.Clone(steps), behind: behind,
		running: map[string]bool{}, crowded: map[string]bool{}, alone: map[string]bool{},
	}
}

// next takes the steps that begin now. As long as any is left and nothing works, there is one.
func (s *schedule) next() []wire.CompileStep {
	var begun []wire.CompileStep
	for i := 0; i < len(s.pending) && len(s.running) < s.cores && !s.walled; i++ {
		step := s.pending[i]
		wall := step.Kind == "policy" || s.alone[step.ID]
		if wall && len(s.running) > 0 {
			break
		}
		if s.waits(step) {
			continue
		}
		s.pending = slices.Delete(s.pending, i, i+1)
		i--
		s.begin(step, wall)
		begun = append(begun, step)
	}
	if len(s.running) == 0 && len(s.pending) > 0 { // a circle; whoever carries it out skips it
		begun, s.pending = append(begun, s.pending[0]), s.pending[1:]
		s.begin(begun[0], true)
	}
	return begun
}

func (s *schedule) begin(step wire.CompileStep, wall bool) {
	s.running[step.ID], s.walled = true, wall
	if len(s.running) > 1 {
		for id := range s.running {
			s.crowded[id] = true
		}
	}
}

// waits reports whether something that has to end before a step is still to come.
func (s *schedule) waits(step wire.CompileStep) bool {
	before := append([]string{s.behind[step.ID]}, step.Requires...)
	return slices.ContainsFunc(before, func(id string) bool {
		return s.running[id] || slices.ContainsFunc(s.pending, func(one wire.CompileStep) bool { return one.ID == id })
	})
}

// ended takes note of an end and reports whether it is final.
func (s *schedule) ended(step wire.CompileStep, grief bool) bool {
	again := grief && s.crowded[step.ID]
	delete(s.running, step.ID)
	delete(s.crowded, step.ID)
	s.walled = false
	if again {
		s.alone[step.ID] = true
		s.pending = append([]wire.CompileStep{step}, s.pending...)
	}
	return !again
}
