package supervise

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/wire"
)

// What a copy of a tree may take: half of what /tmp has, so that its suite has the other half.
const (
	copiedBytes   = 8 << 20
	copiedEntries = 2000
	blockBytes    = 4 << 10 // files take whole ones
)

// desk is the folder that a command works in. Students' own suites have, where it fits, a copy of their tree that is
// theirs alone, to write in as at home. It lies where the compiler has met the tree, so that what runtime.Caller gives
// is there. Its name is known beforehand, but nobody is there to take it: in a command's visit no other user runs.
func (h *house) desk(step wire.RunStep) (string, error) {
	if step.Tree != "own" || weakUID {
		return h.folder(step, step.Tree), nil
	}
	tree, copied := filepath.Join(h.Work, "trees", step.Tree), filepath.Join(h.Temp, "trees", step.Tree)
	if fits, err := fits(tree); err != nil || !fits {
		return h.folder(step, step.Tree), err
	}
	result, err := process.Run(h.helper(h.nextUID, 1<<12, nil, "copy", tree, copied), h.group)
	if err != nil || helped(result, nil, h.nextUID, "copy") != nil { // those before it have left no room
		return h.folder(step, step.Tree), err
	}
	return filepath.Join(copied, filepath.FromSlash(step.Dir)), nil
}

// fits reports whether a tree may be copied.
func fits(tree string) (bool, error) {
	entries, bytes := 0, int64(0)
	err := filepath.WalkDir(tree, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		entries++
		if !entry.IsDir() {
			bytes += (info.Size() + blockBytes - 1) / blockBytes * blockBytes
		}
		if entries > copiedEntries || bytes > copiedBytes {
			return fs.SkipAll
		}
		return nil
	})
	return entries <= copiedEntries && bytes <= copiedBytes, err
}

// Copy copies a tree into a new folder of the calling user's, whom alone the folder above lets in. Of a copy that does
// not come to its end nothing stays.
func Copy(tree, to string) error {
	above := filepath.Dir(to)
	if err := os.Mkdir(above, 0o700); err != nil {
		return err
	}
	if err := os.CopyFS(to, os.DirFS(tree)); err != nil {
		return errors.Join(err, os.RemoveAll(above))
	}
	return nil
}
