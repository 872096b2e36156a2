package supervise

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
)

// threads that the supervisor keeps for itself. One waits for each process; see maxPrograms.
const threads = 48

// prepare makes the supervisor independent of what the students' processes use up.
func prepare() error {
	syscall.Umask(0o022)
	reserveThreads()
	if os.Getpid() == 1 {
		return nil
	}
	// Outside a container (tests): what a student's process leaves behind becomes our child, as it does for process 1.
	const setChildSubreaper = 36
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return fmt.Errorf("becoming the reaper: %w", errno)
	}
	return nil
}

// reserveThreads makes the runtime create threads now; it keeps idle ones. Without them a blocking system call during
// a fork bomb would need a new thread, be refused, and end this process.
func reserveThreads() {
	var all, ready sync.WaitGroup
	ready.Add(threads)
	for range threads {
		all.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			ready.Done()
			ready.Wait()
		})
	}
	all.Wait()
}
