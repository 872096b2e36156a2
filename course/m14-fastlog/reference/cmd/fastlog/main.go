// Command fastlog analyses the log on standard input and writes the summary on standard output.
// With -cpuprofile or -memprofile it also writes profiles of its work.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"

	"course/fastlog/fastlog"
)

func main() {
	cpu := flag.String("cpuprofile", "", "file for the CPU profile")
	mem := flag.String("memprofile", "", "file for the heap profile")
	flag.Parse()
	if err := profiled(*cpu, *mem); err != nil {
		fmt.Fprintln(os.Stderr, "fastlog:", err)
		os.Exit(1)
	}
}

// profiled does the work with the profiles that have a file name.
func profiled(cpu, mem string) error {
	if cpu != "" {
		file, err := os.Create(cpu)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if err := run(os.Stdin, os.Stdout); err != nil || mem == "" {
		return err
	}
	file, err := os.Create(mem)
	if err != nil {
		return err
	}
	runtime.GC() // a heap profile is as of the last collection
	return errors.Join(pprof.WriteHeapProfile(file), file.Close())
}

// run labels its two stages, so that a CPU profile can be read by them.
func run(in io.Reader, out io.Writer) (err error) {
	var s fastlog.Summary
	stage("analyze", func() { s, err = fastlog.Analyze(in) })
	if err != nil {
		return err
	}
	stage("write", func() { err = fastlog.Write(out, s) })
	return err
}

func stage(name string, work func()) {
	pprof.Do(context.Background(), pprof.Labels("stage", name), func(context.Context) { work() })
}
