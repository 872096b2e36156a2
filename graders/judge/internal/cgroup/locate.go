package cgroup

import (
	"path"
	"slices"
	"strings"
)

// locate finds the directory of our group for a version 1 controller, or for version 2 when controller is empty, as a
// path without the leading slash. own is /proc/self/cgroup, mounts is /proc/self/mountinfo.
func locate(own, mounts, controller string) (string, bool) {
	group, ok := ownPath(own, controller)
	if !ok {
		return "", false
	}
	for line := range strings.Lines(mounts) {
		before, after, _ := strings.Cut(line, " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if len(fields) < 5 || len(kind) < 3 || !holds(kind, controller) {
			continue
		}
		// A container sees its own group as the root of the mount, whether or not it has a namespace for groups.
		rest, below := strings.CutPrefix(group, fields[3])
		if !below {
			rest = ""
		}
		return strings.TrimPrefix(path.Join(fields[4], rest), "/"), true
	}
	return "", false
}

// holds reports whether a mount, given by type, source and options, is that of the controller.
func holds(kind []string, controller string) bool {
	if controller == "" {
		return kind[0] == "cgroup2"
	}
	return kind[0] == "cgroup" && slices.Contains(strings.Split(kind[2], ","), controller)
}

// ownPath reads the line `number:controllers:path` of a controller.
func ownPath(own, controller string) (string, bool) {
	for line := range strings.Lines(own) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) == 3 && slices.Contains(strings.Split(parts[1], ","), controller) {
			return parts[2], true
		}
	}
	return "", false
}
