package mutate

import (
	"encoding/json"
	"io"
)

// written is a mutant as the worker reads it: one file of a wrong solution that is the reference everywhere else.
type written struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	File string `json:"file"`
	Text string `json:"text"`
}

// Write writes, as a JSON list, all mutants of the named files below root with which their packages compile. Files that
// are in no package here, because of their build constraints, have none.
func Write(out io.Writer, goCommand, root string, files []string) error {
	packages, err := load(goCommand, root, files)
	if err != nil {
		return err
	}
	all := []written{}
	for _, file := range files {
		p := packages.of(file)
		if p == nil {
			continue
		}
		for _, mutant := range p.source(file).mutants() {
			if p.compiles(file, mutant.Text) {
				all = append(all, written{mutant.Kind, mutant.What, file, string(mutant.Text)})
			}
		}
	}
	return json.NewEncoder(out).Encode(all)
}
