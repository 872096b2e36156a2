package wire

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Version of the format.
const Version = 1

// maxJob bounds job.json, in bytes.
const maxJob = 8 << 20

// Job is job.json of either mode; S is CompileStep or RunStep.
type Job[S any] struct {
	Version int    `json:"version"`
	Mode    string `json:"mode"`
	Seed    string `json:"seed"`
	Limits  Limits `json:"limits"`
	// Canaries are those of a run; empty ones are not planted.
	Canaries Canaries `json:"canaries"`
	// Cores is the job's share of the machine; 0 counts as 1.
	Cores int `json:"cores"`
	Steps []S `json:"steps"`
}

// Canaries are by the place where they are planted, 24 hex digits each.
type Canaries struct {
	Environment string `json:"environment"`
	Program     string `json:"program"`
	File        string `json:"file"`
}

// ID is the form of step ids.
var id = regexp.MustCompile(`^[0-9a-f]{16}$`)

// IsID reports whether s is a step id; only such strings become part of a path.
func IsID(s string) bool { return id.MatchString(s) }

// tree is the form of the names of trees; the numbered ones belong to one package with sealed tests each.
var tree = regexp.MustCompile(`^(own|judged|reference|outside|(sealed|servant)-[0-9]{1,3})$`)

// IsTree reports whether s names a tree.
func IsTree(s string) bool { return tree.MatchString(s) }

// IsTrusted reports whether a tree belongs to sealed tests or tests from outside: no student's process may read of it.
func IsTrusted(tree string) bool { return tree == "outside" || strings.HasPrefix(tree, "sealed-") }

// IsServant reports whether a tree holds a student's code with glue.
func IsServant(tree string) bool { return strings.HasPrefix(tree, "servant-") }

// ReadJob takes job.json, which must be the first entry, from a stream.
func ReadJob[S any](stream *tar.Reader, mode string) (Job[S], error) {
	var job Job[S]
	header, err := stream.Next()
	if err != nil {
		return job, fmt.Errorf("reading the job: %w", err)
	}
	if header.Name != "job.json" || header.Size > maxJob {
		return job, fmt.Errorf("reading the job: the first entry is %q of %d bytes", header.Name, header.Size)
	}
	text, err := io.ReadAll(stream)
	if err != nil {
		return job, fmt.Errorf("reading the job: %w", err)
	}
	if err := json.Unmarshal(text, &job); err != nil {
		return job, fmt.Errorf("reading the job: %w", err)
	}
	if job.Version != Version || job.Mode != mode {
		return job, fmt.Errorf("the job is version %d, mode %q; this judge does version %d, mode %q", job.Version, job.Mode, Version, mode)
	}
	return job, nil
}
