// Package compile is the first process of the compile container: it unpacks trees, makes a private build cache over
// the baked one and runs `go` commands in order. Nothing that a student wrote is executed here; the compiler's memory,
// time and output are limited all the same, because source text can make it use any amount.
package compile

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/wire"
)

// Place is where things are; see `judge compile -help` for what the image has.
type Place struct {
	// Self is the judge's own program.
	Self string
	// Go is the `go` command; Cache the baked build cache, read-only; Overlay the recording testing package.
	Go, Cache, Overlay string
	// Modules is a read-only module cache; may be missing.
	Modules string
	// Work gets trees, the private cache and artifacts.
	Work string
}

// workshop is a place in use.
type workshop struct {
	Place
	group  cgroup.Group
	limits wire.Limits
	answer *wire.Answer
	// passed holds the steps that exited with 0.
	passed map[string]bool
	// overlays are the paths of those that were made, by tree; laying is held while one is made.
	overlays map[string]string
	laying   sync.Mutex
	bundles  *bundles
	// atWork is read-locked while a command works.
	atWork sync.RWMutex
	// refused: the source policy wants nothing built. unread: it could not read everything, so no program is built.
	refused, unread bool
}

// Run carries out one job. An error is ours; whatever the compiler says is in the answer.
func Run(job io.Reader, answer io.Writer, place Place) error {
	syscall.Umask(0o022)
	if err := farm(place.Cache, place.privateCache()); err != nil {
		return err
	}
	stream := tar.NewReader(job)
	read, err := wire.ReadJob[wire.CompileStep](stream, "compile")
	if err != nil {
		return err
	}
	if err := unpack(stream, place.Work, read.Steps); err != nil {
		return err
	}
	if err := fresh(place.privateCache()); err != nil {
		return err
	}
	w := &workshop{Place: place, group: cgroup.Find(os.DirFS("/")), limits: read.Limits, answer: wire.NewAnswer(answer), passed: map[string]bool{}, overlays: map[string]string{}, bundles: newBundles(read.Steps)}
	if err := w.all(newSchedule(read.Steps, w.bundles.behind, read.Cores)); err != nil {
		return err
	}
	return w.answer.End()
}

// ended is how one step went.
type ended struct {
	step    wire.CompileStep
	outcome wire.CompileOutcome
	// grief: the limits of the container may have been its end.
	grief bool
	err   error
}

// all carries out the steps of a schedule and sends each outcome as soon as it is final.
func (w *workshop) all(s *schedule) error {
	ends := make(chan ended, s.cores)
	for {
		for _, step := range s.next() {
			if !w.ready(step) {
				ends <- ended{step: step, outcome: wire.CompileOutcome{ID: step.ID, Ending: wire.Skipped}}
				continue
			}
			go func() { ends <- w.work(step) }()
		}
		if len(s.running) == 0 {
			return nil
		}
		end := <-ends
		if end.err != nil {
			return end.err
		}
		if !s.ended(end.step, end.grief) {
			continue
		}
		if err := w.send(end.step, end.outcome); err != nil {
			return err
		}
	}
}

var kinds = map[string]bool{"go": true, "format": true, "policy": true, "seal": true, "mutants": true, "hints": true}

// unpack writes the trees and makes the folder for artifacts.
func unpack(stream *tar.Reader, work string, steps []wire.CompileStep) error {
	for _, step := range steps {
		if !wire.IsID(step.ID) || !wire.IsTree(step.Tree) || !kinds[step.Kind] || !inside(step) {
			return fmt.Errorf("step %q: kind %q, tree %q", step.ID, step.Kind, step.Tree)
		}
	}
	for _, dir := range []string{"out", "tmp", "home"} {
		if err := os.MkdirAll(filepath.Join(work, dir), 0o755); err != nil {
			return err
		}
	}
	root, err := os.OpenRoot(work)
	if err != nil {
		return err
	}
	defer root.Close()
	return wire.Unpack(stream, root, func(name string) (string, fs.FileMode, error) {
		kind, rest, _ := strings.Cut(name, "/")
		if kind != "trees" || !wire.IsTree(strings.SplitN(rest, "/", 2)[0]) {
			return "", 0, fmt.Errorf("an entry that does not belong to a job")
		}
		return name, 0o644, nil
	})
}

func (p Place) privateCache() string        { return filepath.Join(p.Work, "gocache") }
func (p Place) artifact(id string) string   { return filepath.Join(p.Work, "out", id) }
func (w *workshop) tree(name string) string { return filepath.Join(w.Work, "trees", name) }
