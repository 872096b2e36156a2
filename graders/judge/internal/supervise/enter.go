package supervise

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// Limits of each process; the container's own are for all together. The size of a file is limited per process because
// the supervisor must be able to write programs that are larger.
const (
	fileBytes = 16 << 20
	openFiles = 1024
	statusFd  = 5
)

// enterArgs are the arguments of `judge enter` that start a program.
func enterArgs(self, private, dir, program string, args []string) []string {
	return append([]string{self, "enter", "-private", private, "-dir", dir, program}, args...)
}

// Enter runs as the user of one process: it limits itself, makes the private folder and becomes the program. What
// goes wrong is told on descriptor 5, which a successful exec closes.
func Enter(args []string) error {
	syscall.CloseOnExec(statusFd)
	err := enter(args)
	syscall.Write(statusFd, []byte(err.Error()))
	return err
}

func enter(args []string) error {
	flags := flag.NewFlagSet("enter", flag.ContinueOnError)
	private := flags.String("private", "", "private folder, made here")
	dir := flags.String("dir", "", "working directory")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("enter: no program")
	}
	if err := os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0); err != nil {
		return err
	}
	if err := os.Mkdir(*private, 0o700); err != nil {
		return err
	}
	if err := os.Chdir(*dir); err != nil {
		return err
	}
	if err := limit(); err != nil {
		return err
	}
	err := syscall.Exec(flags.Arg(0), flags.Args(), os.Environ())
	return fmt.Errorf("exec of %s: %w", flags.Arg(0), err)
}

func limit() error {
	if weakLimits {
		return nil
	}
	for resource, most := range map[int]uint64{
		syscall.RLIMIT_FSIZE:  fileBytes,
		syscall.RLIMIT_NOFILE: openFiles,
		syscall.RLIMIT_CORE:   0,
	} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limit %s: %w", strconv.Itoa(resource), err)
		}
	}
	return nil
}
