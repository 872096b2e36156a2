// Package cgroup reads the two counters of our own control group that tell why the kernel ended or refused a process:
// memory's `oom_kill` and pids' `max`. Version 1 and version 2 keep them in files of the same form.
package cgroup

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Counters only grow while the group lives; a difference belongs to what ran in between.
type Counters struct {
	// OOMKills counts processes killed because the memory limit was reached.
	OOMKills int64
	// Refused counts processes and threads that were not created because of the limit on their number.
	Refused int64
}

// Since gives what was counted after earlier.
func (c Counters) Since(earlier Counters) Counters {
	return Counters{c.OOMKills - earlier.OOMKills, c.Refused - earlier.Refused}
}

// Group is the place of the counters; a file that is not there counts as zero for ever, as does all of a zero Group.
type Group struct {
	system       fs.FS
	memory, pids string
}

// Find looks up our own group; system is the file system of the machine, usually os.DirFS("/").
func Find(system fs.FS) Group {
	own, _ := fs.ReadFile(system, "proc/self/cgroup")
	mounts, _ := fs.ReadFile(system, "proc/self/mountinfo")
	g := Group{system: system}
	if dir, ok := locate(string(own), string(mounts), "memory"); ok {
		g.memory = path.Join(dir, "memory.oom_control")
	}
	if dir, ok := locate(string(own), string(mounts), "pids"); ok {
		g.pids = path.Join(dir, "pids.events")
	}
	if dir, ok := locate(string(own), string(mounts), ""); ok {
		g.memory = orElse(g.memory, path.Join(dir, "memory.events"))
		g.pids = orElse(g.pids, path.Join(dir, "pids.events"))
	}
	return g
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Read gives the counters as they are now.
func (g Group) Read() Counters {
	return Counters{g.value(g.memory, "oom_kill"), g.value(g.pids, "max")}
}

// String names the files, for whoever looks for the reason of an ending.
func (g Group) String() string { return "/" + g.memory + " /" + g.pids }

// value finds `key number` in a file of such lines.
func (g Group) value(file, key string) int64 {
	if file == "" {
		return 0
	}
	text, err := fs.ReadFile(g.system, file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		name, number, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == key {
			n, _ := strconv.ParseInt(number, 10, 64)
			return n
		}
	}
	return 0
}
