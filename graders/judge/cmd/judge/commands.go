package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/compile"
	"pushmark/judge/internal/enter"
	"pushmark/judge/internal/hints"
	"pushmark/judge/internal/mutate"
	"pushmark/judge/internal/overlay"
	"pushmark/judge/internal/supervise"
	"pushmark/judge/internal/wire"
)

const help = `usage: judge COMMAND

  compile   first process of the compile sandbox: a job on standard input, outcomes and programs on standard output
  run       first process of the run sandbox: the same with processes
  overlay   -goroot DIR -out DIR: write the recording testing package and its overlay.json
  seal      -root DIR -dir DIR -out FILE: stub and servant for the hidden tests of a package
  version   what this judge is

Every command has -help. Exit: 0 the job was carried out, whatever the code in it did; 64 wrong usage; 70 the judge failed.
`

// commands by name. The last ones are started by the judge itself.
func commands() map[string]func([]string) error {
	return map[string]func([]string) error{
		"compile": compileCommand,
		"run":     runCommand,
		"overlay": overlayCommand,
		"seal":    sealCommand,
		"version": versionCommand,
		"-help":   helpCommand,
		"--help":  helpCommand,
		"help":    helpCommand,
		"enter":   enter.Enter,
		"collect": collectCommand,
		"keep":    folder(func(dir string) error { return supervise.Keep(os.NewFile(3, "files"), dir) }),
		"wipe":    folder(supervise.Wipe),
		"lay":     layCommand,
		"copy":    copyCommand,
		"policy":  policyCommand,
		"mutants": mutantsCommand,
		"hints":   hintsCommand,
		"format":  folder(func(dir string) error { return compile.Format(os.Stdout, dir) }),
	}
}

// folder is a command with one folder as its argument.
func folder(work func(string) error) func([]string) error {
	return func(args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("%d arguments instead of a folder", len(args))
		}
		return work(args[0])
	}
}

// layCommand has a folder and the name of a file in it as its arguments; the content is descriptor 3.
func layCommand(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%d arguments instead of a folder and a name", len(args))
	}
	return supervise.Lay(os.NewFile(3, "content"), args[0], args[1])
}

// copyCommand has the folder of a tree and the folder to make as its arguments.
func copyCommand(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%d arguments instead of two folders", len(args))
	}
	return supervise.Copy(args[0], args[1])
}

// policyCommand has the folder of a tree and the file of a request as its arguments.
func policyCommand(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%d arguments instead of a folder and a request", len(args))
	}
	return compile.Policy(os.Stdout, args[0], args[1])
}

// mutantsCommand has the go command, the folder of a tree, the file to write and the files to change as its arguments.
func mutantsCommand(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("%d arguments instead of the go command, a folder, a file and names", len(args))
	}
	out, err := os.Create(args[2])
	if err != nil {
		return err
	}
	if err := mutate.Write(out, args[0], args[1], args[3:]); err != nil {
		return err
	}
	return out.Close()
}

// hintsCommand has the folder of a tree, a folder in it and the file to write as its arguments.
func hintsCommand(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("%d arguments instead of two folders and a file", len(args))
	}
	out, err := os.Create(args[2])
	if err != nil {
		return err
	}
	if err := hints.Write(out, args[0], args[1]); err != nil {
		return err
	}
	return out.Close()
}

// parse exits with the usage status when the flags are wrong, and with 0 for -help.
func parse(flags *flag.FlagSet, args []string, words string) {
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), words)
		flags.PrintDefaults()
	}
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		os.Exit(0)
	case err != nil:
		os.Exit(usage)
	case flags.NArg() > 0 && flags.Name() != "collect":
		flags.Usage()
		os.Exit(usage)
	}
}

func compileCommand(args []string) error {
	flags := flag.NewFlagSet("compile", flag.ContinueOnError)
	place := compile.Place{}
	flags.StringVar(&place.Go, "go", "/usr/local/go/bin/go", "the go command")
	flags.StringVar(&place.Cache, "cache", "/opt/pushmark/gocache", "the baked build cache, never written to")
	flags.StringVar(&place.Modules, "modules", "/opt/pushmark/gomodcache", "the module cache, never written to")
	flags.StringVar(&place.Overlay, "overlay", "/opt/pushmark/overlay/overlay.json", "overlay.json of the recording testing package")
	flags.StringVar(&place.Work, "work", "/tmp", "where trees, the private cache and programs go")
	parse(flags, args, "judge compile: reads a job from standard input, runs its go commands in order, answers on standard output")
	var err error
	if place.Self, err = os.Executable(); err != nil {
		return err
	}
	return compile.Run(os.Stdin, os.Stdout, place)
}

func runCommand(args []string) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	place := supervise.Place{}
	flags.StringVar(&place.Work, "work", "/w", "where programs and trees go; not writable for the users of processes")
	flags.StringVar(&place.Temp, "temp", "/tmp", "where private folders go; mode 1777")
	flags.IntVar(&place.FirstUID, "uid", 2000, "user of the first process with a student's code; each has its own")
	flags.IntVar(&place.TrustedUID, "trusted", 1500, "user of sealed tests, whose processes have no student's code")
	parse(flags, args, "judge run: reads a job from standard input, runs its programs one process at a time, answers on standard output")
	var err error
	if place.Self, err = os.Executable(); err != nil {
		return err
	}
	if beside := filepath.Join(filepath.Dir(place.Self), "enter"); isProgram(beside) {
		place.Enter = beside
	}
	return supervise.Run(os.Stdin, os.Stdout, place)
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func overlayCommand(args []string) error {
	flags := flag.NewFlagSet("overlay", flag.ContinueOnError)
	goroot := flags.String("goroot", "", "root of the Go toolchain that will build the tests")
	out := flags.String("out", "", "folder for overlay.json and the files that it names; they must stay there")
	kit := flags.String("kit", "", "folder of the module pushmark/kit, for hidden tests to import")
	parse(flags, args, "judge overlay: writes the recording testing package for a toolchain")
	if *goroot == "" || *out == "" {
		flags.Usage()
		os.Exit(usage)
	}
	path, err := overlay.Write(*goroot, *out, *kit)
	if err == nil {
		fmt.Println(path)
	}
	return err
}

func collectCommand(args []string) error {
	flags := flag.NewFlagSet("collect", flag.ContinueOnError)
	limit := flags.Int64("limit", 1<<20, "most bytes of one file")
	parse(flags, args, "judge collect: writes files of a folder as a tar stream")
	return supervise.Collect(os.Stdout, flags.Arg(0), flags.Args()[1:], *limit)
}

func versionCommand([]string) error {
	fmt.Printf("judge format %d, %s, counters %s\n", wire.Version, runtime.Version(), cgroup.Find(os.DirFS("/")))
	return nil
}

func helpCommand([]string) error {
	fmt.Print(help)
	return nil
}
