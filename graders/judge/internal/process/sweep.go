package process

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

// orderly is what a child that is already ending gets before it counts as left behind.
const orderly = 50 * time.Millisecond

// patience bounds a sweep; the kernel needs it for freeing the memory of what was killed.
const patience = 10 * time.Second

// EndUser is the Spec.End of a process with a user of its own: it ends every process of that user and reaps those that
// became our children. It says how many were really left over: a child that ended, or ends within a moment, is not.
// A process that survives is an error.
//
// A user that leaves nobody behind is swept all the same: processes that fork and end again and again are in no list
// until they stand still.
func EndUser(uid int) func(pid int, ended bool) (int, error) {
	return func(pid int, ended bool) (int, error) {
		if !ended {
			return 0, killUser(uid, pid)
		}
		deadline := time.Now().Add(orderly)
		left := living(uid, pid)
		for len(left) > 0 && time.Now().Before(deadline) {
			time.Sleep(2 * time.Millisecond)
			left = living(uid, pid)
		}
		everyone(uid, syscall.SIGSTOP)
		left = living(uid, pid)
		return len(left), killUser(uid, pid)
	}
}

// EndGroup is the Spec.End of a process that leads a group and executes nothing of a student.
func EndGroup(pid int, _ bool) (int, error) {
	syscall.Kill(-pid, syscall.SIGKILL)
	return 0, nil
}

func killUser(uid, main int) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		everyone(uid, syscall.SIGKILL)
		left := living(uid, main)
		if len(left) == 0 {
			return nil
		}
		for _, pid := range left {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return fmt.Errorf("processes of uid %d survive", uid)
}

// living lists the processes of a user that still run. It reaps dead ones that are ours, apart from main, which has
// somebody who waits for it.
func living(uid, main int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		owner, dead := status(pid)
		if owner != uid {
			continue
		}
		if !dead {
			pids = append(pids, pid)
		} else if pid != main {
			syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
		}
	}
	return pids
}
