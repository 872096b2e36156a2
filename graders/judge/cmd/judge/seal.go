package main

import (
	"flag"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"pushmark/judge/internal/generate"
)

// sealCommand writes the artifact of a seal step. Its environment is that of the go command, which it starts.
func sealCommand(args []string) error {
	flags := flag.NewFlagSet("seal", flag.ContinueOnError)
	place := generate.Place{Env: os.Environ()}
	flags.StringVar(&place.Go, "go", "/usr/local/go/bin/go", "the go command")
	flags.StringVar(&place.Root, "root", "", "root of the module: the reference with the hidden tests")
	flags.StringVar(&place.Dir, "dir", ".", "folder of the package in it")
	out := flags.String("out", "", "file for the tar")
	var given []string
	flags.Func("given", "folder of a package that is the teacher's in every workspace; may be repeated", func(dir string) error {
		given = append(given, path.Clean(dir))
		return nil
	})
	flags.Func("wanted", "tests that will be judged sealed, with commas between them; without it nobody has decided yet, and no test files for linked ones are made", func(names string) error {
		place.Wanted = strings.Split(names, ",")
		return nil
	})
	parse(flags, args, "judge seal: makes stub and servant for the hidden tests of one package and decides per test")
	if place.Root == "" || *out == "" {
		flags.Usage()
		os.Exit(usage)
	}
	var err error
	if place.Root, err = filepath.Abs(place.Root); err != nil {
		return err
	}
	place.Dir = path.Clean(place.Dir)
	place.Given = func(dir string) bool { return slices.Contains(given, dir) }
	result, err := generate.Run(place)
	if err != nil {
		return err
	}
	file, err := os.Create(*out)
	if err != nil {
		return err
	}
	if err := generate.Write(file, place.Dir, result); err != nil {
		return err
	}
	return file.Close()
}
