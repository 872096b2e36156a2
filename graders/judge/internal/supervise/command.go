package supervise

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"pushmark/judge/internal/wire"
)

// Limits of collected files, in bytes.
const (
	maxCollected    = 4 << 20
	maxCollectedAll = 16 << 20
)

// command runs one process and gives its output and the files that it made, all of it untrusted.
func (h *house) command(step wire.RunStep) (wire.RunOutcome, error) {
	outcome := wire.NewRunOutcome(step.ID)
	desk, err := h.desk(step)
	if err != nil {
		return outcome, err
	}
	v, err := h.visit(visit{
		program: step.Program,
		args: func(private string) []string {
			args := make([]string, len(step.Args))
			for i, arg := range step.Args {
				args[i] = strings.ReplaceAll(arg, "{dir}", private)
			}
			return args
		},
		env:    programEnv(0),
		dir:    desk,
		wall:   milliseconds(step.TimeoutMs),
		output: step.OutputBytes,
		behind: func(uid int, private string) error { return h.collect(uid, private, step.Collect, outcome.Files) },
	})
	if err != nil {
		return outcome, err
	}
	outcome.Ending = v.Ending
	out := v.outcome()
	out.Tampering = append(out.Tampering, v.contradictions...)
	return outcome, h.answer.Process(step.ID, 0, out)
}

// collect has a helper read the files as their user: we may not.
func (h *house) collect(uid int, private string, names []string, into map[string]string) error {
	if len(names) == 0 {
		return nil
	}
	limit := min(maxCollected, maxCollectedAll/(len(names)+1))
	args := append([]string{"collect", "-limit", strconv.Itoa(limit), private}, names...)
	result, err := h.help(uid, maxCollectedAll, nil, args...)
	if err != nil {
		return err
	}
	stream := tar.NewReader(bytes.NewReader(result.Stdout))
	for {
		header, err := stream.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("collecting: %w", err)
		}
		text, err := io.ReadAll(stream)
		if err != nil {
			return fmt.Errorf("collecting: %w", err)
		}
		into[header.Name] = wire.Text(text)
	}
}
