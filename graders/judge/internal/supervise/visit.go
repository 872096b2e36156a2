package supervise

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"pushmark/judge/internal/enter"
	"pushmark/judge/internal/process"
	"pushmark/judge/internal/record"
	"pushmark/judge/internal/wire"
)

// visit is one process of a student's program.
type visit struct {
	program string // id
	args    func(private string) []string
	env     []string
	dir     string
	wall    time.Duration
	output  int64
	// name is what the program is told it is called; empty: its path.
	name string
	// again: its private folder may be there already.
	again bool
	// apart: it holds a student's code, and its tests are in another process.
	apart bool
	// recorded: with a channel for records.
	recorded bool
	// behind is called when all is over but the files; may be nil.
	behind func(uid int, private string) error
}

// visited is what came out of it.
type visited struct {
	process.Result
	events         []record.Event
	contradictions []string
}

// visit runs one process under a user of its own and leaves nothing of it behind.
func (h *house) visit(v visit) (visited, error) {
	uid := h.nextUID
	h.nextUID++
	private := h.private(uid)
	c, err := openChannels(v.recorded)
	if err != nil {
		return visited{}, err
	}
	result, err := process.Run(h.spec(v, h.lodge(uid), h.environment(private, v), c), h.group)
	out := visited{Result: result}
	if err != nil {
		return out, err
	}
	if out.events, out.contradictions, err = c.close(); err != nil {
		return out, err
	}
	if v.behind != nil {
		if err := v.behind(uid, private); err != nil {
			return out, err
		}
	}
	left, err := h.wipe(uid)
	out.contradictions = append(out.contradictions, left...)
	return out, err
}

// lodger is a user with its private folder.
type lodger struct {
	uid     int
	private string
}

// lodge gives a user its folder.
func (h *house) lodge(uid int) lodger { return lodger{uid, h.private(uid)} }

// spec is how a process of a visit is run as a user.
func (h *house) spec(v visit, who lodger, env []string, c *channels) process.Spec {
	return h.weaken(process.Spec{
		Path:        h.Enter,
		Args:        v.enterArgs(h.Enter, who.private, h.program(v.program)),
		Env:         env,
		Extra:       c.theirs,
		Attr:        asUser(who.uid),
		Wall:        v.wall,
		OutputBytes: v.output,
		Stop:        c.full,
		End:         process.EndUser(who.uid),
	}, who.uid, v.apart)
}

// enterArgs are the arguments of `judge enter` that start the program.
func (v visit) enterArgs(self, private, program string) []string {
	request := enter.Request{Private: private, Again: v.again, Dir: v.dir, Name: v.name, Program: append([]string{program}, v.args(private)...)}
	return append([]string{self, "enter"}, request.Args()...)
}

// asUser gives a process its user, no other groups, and a session of its own so that it has no terminal and no group
// with us.
func asUser(uid int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Setsid:     true,
		Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)},
	}
}

// environment holds nothing secret: every process can read its own.
func (h *house) environment(private string, v visit) []string {
	env := append(basics(private), "PUSHMARK_SEED="+h.seed)
	if v.recorded {
		env = append(env, "PUSHMARK_RECORD=1", canaryVariable+"="+h.canaries.Environment)
	}
	return append(env, v.env...)
}

func basics(private string) []string {
	return []string{"HOME=" + private, "TMPDIR=" + private, "USER=student", "LANG=C.UTF-8"}
}

// mark is fresh for every process.
func mark() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// milliseconds of the job as a duration.
func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// outcome of a process in the words of the wire, without what the records prove.
func (v visited) outcome() wire.ProcessOutcome {
	return wire.ProcessOutcome{
		Ending: v.Ending, ExitCode: v.ExitCode, Signal: v.Signal, WallMs: wire.Millis(v.Wall), CPUMs: wire.Millis(v.CPU),
		PeakBytes: v.PeakBytes, Strays: v.Strays, Stdout: wire.Text(v.Stdout), Stderr: wire.Text(v.Stderr),
		Truncated: v.Truncated, Records: []wire.TestRecord{}, Tampering: []string{},
	}
}

// private is the folder of a user until it is wiped; not for use by several goroutines at once. Anybody may make folders beside it, so nobody must know its name
// before it is there.
func (h *house) private(uid int) string {
	if h.folders[uid] == "" {
		h.folders[uid] = filepath.Join(h.Temp, strconv.Itoa(uid)+"-"+mark()[:nameDigits])
	}
	return h.folders[uid]
}

// nameDigits of a name, 4 bits each, are not guessed: /tmp holds a few thousand files.
const nameDigits = 12

// helpTime is the most that a helper may take.
const helpTime = 10 * time.Second

// help runs one of our own helpers as a user; input, if any, is its descriptor 3.
func (h *house) help(uid int, output int64, input *os.File, args ...string) (process.Result, error) {
	result, err := process.Run(h.helper(uid, output, input, args...), h.group)
	return result, helped(result, err, uid, args[0])
}

func (h *house) helper(uid int, output int64, input *os.File, args ...string) process.Spec {
	return process.Spec{
		Path: h.Self, Args: append([]string{h.Self}, args...), Env: []string{}, Attr: asUser(uid), Dir: "/",
		Extra: []*os.File{input}, Wall: helpTime, OutputBytes: output, End: process.EndUser(uid),
	}
}

// helped says whether a helper did its work.
func helped(result process.Result, err error, uid int, name string) error {
	if err == nil && (result.Ending != wire.Exited || result.ExitCode != 0) {
		return fmt.Errorf("%s as uid %d: %s %d: %s", name, uid, result.Ending, result.ExitCode, result.Stderr)
	}
	return err
}
