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
	name := flags.String("as", "", "what the program is called, if not by its path")
	again := flags.Bool("again", false, "the private folder may be there already")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("enter: no program")
	}
	if err := os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0); err != nil {
		return err
	}
	if err := os.Mkdir(*private, 0o700); err != nil && !(*again && errors.Is(err, os.ErrExist)) {
		return err
	}
	if err := os.Chdir(*dir); err != nil {
		return err
	}
	if err := limit(); err != nil {
		return err
	}
	program, args := flags.Arg(0), flags.Args()
	if *name != "" {
		args[0] = *name
	}
	err := syscall.Exec(program, args, os.Environ())
	return fmt.Errorf("exec of %s: %w", program, err)
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
