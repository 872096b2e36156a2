// Package enter is the first thing that runs as the user of a process: it limits itself, makes the private folder and
// becomes the program. It imports next to nothing: every process of every test begins with it, and what a program
// links costs at its start.
package enter

import (
	"errors"
	"os"
	"syscall"
)

// Limits of each process; the container's own are for all together. The size of a file is limited per process because
// the supervisor must be able to write programs that are larger.
const (
	fileBytes = 16 << 20
	openFiles = 1024
	statusFd  = 5
)

// Request is what to enter.
type Request struct {
	// Private folder, made here. Again: it may be there already.
	Private string
	Again   bool
	// Dir is the working directory.
	Dir string
	// Program with its arguments; Name is what it is called, if not by its path.
	Program []string
	Name    string
}

// Args are the arguments of `judge enter` for a request, behind that word.
func (r Request) Args() []string {
	again := ""
	if r.Again {
		again = "again"
	}
	return append([]string{r.Private, again, r.Dir, r.Name}, r.Program...)
}

// NoRoom begins what is told when somebody has taken the place, or all the space, of the private folder.
const NoRoom = "no room: "

const before = 4 // arguments in front of the program

// Enter does what the arguments say. What goes wrong is told on descriptor 5, which a successful exec closes.
func Enter(args []string) error {
	syscall.CloseOnExec(statusFd)
	err := enter(args)
	syscall.Write(statusFd, []byte(err.Error()))
	return err
}

func enter(args []string) error {
	if len(args) <= before {
		return errors.New("enter: no program")
	}
	private, again, dir, name, program := args[0], args[1] != "", args[2], args[3], args[before:]
	if err := os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0); err != nil {
		return err
	}
	if err := os.Mkdir(private, 0o700); err != nil && !(again && errors.Is(err, os.ErrExist)) {
		if errors.Is(err, os.ErrExist) || errors.Is(err, syscall.ENOSPC) {
			err = errors.New(NoRoom + err.Error())
		}
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	if err := limit(); err != nil {
		return err
	}
	path := program[0]
	if name != "" {
		program[0] = name
	}
	return errors.Join(errors.New("exec of "+path), syscall.Exec(path, program, os.Environ()))
}

func limit() error {
	if weakLimits {
		return nil
	}
	for _, l := range []struct {
		resource int
		most     uint64
	}{{syscall.RLIMIT_FSIZE, fileBytes}, {syscall.RLIMIT_NOFILE, openFiles}, {syscall.RLIMIT_CORE, 0}} {
		if err := syscall.Setrlimit(l.resource, &syscall.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return errors.Join(errors.New("a limit"), err)
		}
	}
	return nil
}
