package mutate

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

// written is a mutant as the worker reads it: one file of a wrong solution that is the reference everywhere else.
type written struct {
	Name string `json:"name"`
	File string `json:"file"`
	Text string `json:"text"`
}

// Write writes, as a JSON list, all mutants of the named files below root.
func Write(out io.Writer, root string, files []string) error {
	all := []written{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			return err
		}
		mutants, err := Of(file, text)
		if err != nil {
			return err
		}
		for _, mutant := range mutants {
			all = append(all, written{mutant.What, file, string(mutant.Text)})
		}
	}
	return json.NewEncoder(out).Encode(all)
}
