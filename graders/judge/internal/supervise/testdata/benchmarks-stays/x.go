package sample

import (
	"os"
	"time"
)

// Sum is right, and leaves another process behind.
func Sum(n int) []int { return make([]int, n) }

func init() {
	if os.Getenv("STAY") != "" {
		time.Sleep(time.Minute)
	}
	os.StartProcess("/proc/self/exe", []string{"stays"}, &os.ProcAttr{Env: []string{"STAY=1"}, Files: []*os.File{nil, nil, nil}})
}
