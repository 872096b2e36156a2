package supervise

import (
	"os"

	"pushmark/judge/internal/process"
)

// unremovable says that files stayed in the shared folder whatever was tried.
const unremovable = "files were left behind that cannot be removed"

// wipeRounds is how often each user is tried: what two of them laid into each other takes more than one.
const wipeRounds = 2

// wipe removes the files of users. An empty private folder is ours to remove: /tmp belongs to us. What stays is the
// work of those users, and a contradiction; an error is ours.
func (h *house) wipe(uids ...int) (contradictions []string, err error) {
	for _, uid := range uids {
		os.Remove(h.private(uid))
		delete(h.folders, uid)
	}
	for range wipeRounds {
		for _, uid := range uids {
			left, err := os.ReadDir(h.Temp)
			if err != nil || len(left) == 0 {
				return nil, err
			}
			if _, err := process.Run(h.helper(uid, 1<<16, nil, "wipe", h.Temp), h.group); err != nil {
				return nil, err
			}
		}
	}
	left, err := os.ReadDir(h.Temp)
	if len(left) > 0 {
		return []string{unremovable}, err
	}
	return nil, err
}

// Wipe removes all that the calling user can of what is in a shared folder: whatever modes it was given, however deep
// it lies. It goes by its working directory, of which a process has one: no path gets too long, and no descriptor is
// kept. What stays is no error; the caller sees it.
func Wipe(temp string) error {
	if err := os.Chdir(temp); err != nil {
		return err
	}
	return empty()
}

// empty removes what is in the working directory. Its depth is bounded by the number of files that /tmp can hold.
func empty() error {
	entries, err := os.ReadDir(".")
	if err != nil {
		return nil
	}
	for _, entry := range entries {
		if os.Remove(entry.Name()) == nil || !entry.IsDir() {
			continue
		}
		// Open for all: what another user of the same test has laid inside, that one removes.
		os.Chmod(entry.Name(), 0o777)
		if os.Chdir(entry.Name()) != nil {
			continue
		}
		if err := empty(); err != nil {
			return err
		}
		if err := os.Chdir(".."); err != nil {
			return err
		}
		os.Remove(entry.Name())
	}
	return nil
}
