package generate

import (
	"archive/tar"
	"encoding/json"
	"io"
)

// version is raised with the form of the artifact; SEAL_VERSION in graders/steps/seal.ts is the same.
const version = 2

// artifact is decisions.json.
type artifact struct {
	Version int        `json:"version"`
	Dir     string     `json:"dir"`
	Tests   []Decision `json:"tests"`
	// Remove are files of the reference tree that the sealed tree does not have. Build is what to build of the
	// student's tree after servant/ was laid over it.
	Remove []string `json:"remove"`
	Build  string   `json:"build"`
	Glue   []Line   `json:"glue"`
	API    []string `json:"api"`
}

// Write writes the artifact: a tar with decisions.json, stub/…, servant/… and linked/…. Equal input gives equal bytes.
func Write(out io.Writer, dir string, r *Result) error {
	text, err := json.MarshalIndent(artifact{version, dir, list0(r.Decisions), list0(r.Remove), r.Build, list0(r.Glue), list0(r.API)}, "", "  ")
	if err != nil {
		return err
	}
	stream := tar.NewWriter(out)
	if err := put(stream, "decisions.json", append(text, '\n')); err != nil {
		return err
	}
	for _, tree := range []struct {
		name  string
		files map[string][]byte
	}{{"stub", r.Stub}, {"servant", r.Servant}, {"linked", r.Linked}} {
		for _, name := range sortedKeys(tree.files) {
			if err := put(stream, tree.name+"/"+name, tree.files[name]); err != nil {
				return err
			}
		}
	}
	return stream.Close()
}

// list0 is an empty list in JSON, not null.
func list0[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func put(stream *tar.Writer, name string, text []byte) error {
	if err := stream.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	_, err := stream.Write(text)
	return err
}
