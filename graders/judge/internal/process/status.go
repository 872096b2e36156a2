package process

import (
	"os"
	"strconv"
	"strings"
)

// status reads the real user of a process and whether it is dead. The owner of /proc/PID would not do: it is root
// for every program that its user may not read.
//
// A process whose first thread alone has ended has the state of a dead one, and goes on: every thread is asked.
func status(pid int) (uid int, dead bool) {
	process := "/proc/" + strconv.Itoa(pid)
	uid, dead = state(process + "/status")
	if uid < 0 || !dead {
		return uid, dead
	}
	threads, err := os.ReadDir(process + "/task")
	if err != nil {
		return uid, true
	}
	for _, thread := range threads {
		if _, dead := state(process + "/task/" + thread.Name() + "/status"); !dead {
			return uid, false
		}
	}
	return uid, true
}

// state reads the real user of one thread and whether it is dead; -1 when there is none any more.
func state(path string) (uid int, dead bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return -1, true
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		switch fields[0] {
		case "State:":
			dead = fields[1] == "Z" || fields[1] == "X"
		case "Uid:":
			uid, _ = strconv.Atoi(fields[1])
			return uid, dead
		}
	}
	return -1, true
}
