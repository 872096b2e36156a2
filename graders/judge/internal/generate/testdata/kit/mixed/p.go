package mixed

type Job struct {
	Name  string
	Done  bool
	Note  string
	steps []string
	hooks map[string]func()
}

func New(name string) *Job   { return &Job{Name: name, hooks: map[string]func(){}} }
func (j *Job) Step(s string) { j.steps = append(j.steps, s); j.Done = len(j.steps) >= 2 }
func (j Job) Steps() int     { return len(j.steps) }
func (j *Job) Rename()       { j.Name += "!" }
func Copy(j Job) Job         { j.steps = append([]string(nil), j.steps...); return j }
func Longest(list []Job) (best *Job) {
	for i := range list {
		if best == nil || len(list[i].steps) > len(best.steps) {
			best = &list[i]
		}
	}
	return best
}
