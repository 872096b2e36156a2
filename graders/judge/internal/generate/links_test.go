package generate_test

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// TestAServantOfAnAPIWithoutHTTPLinksNoHTTP holds package seal and the glue to bringing along only what an API needs:
// net/http costs every build of a submission, and is a client and a server that nobody asked for.
func TestAServantOfAnAPIWithoutHTTPLinksNoHTTP(t *testing.T) {
	m, dir := onePackage(t, glueModule, glueTests), t.TempDir()
	if err := m.servantOnly(dir, map[string][]byte{}); err != nil {
		t.Fatal(err)
	}
	laid, err := sealOverlay()
	if err != nil {
		t.Fatal(err)
	}
	list, err := command(context.Background(), dir, "list", "-deps", "-overlay="+laid, m.result.Build).Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(list))
	if !slices.Contains(linked, "m/p") || !slices.Contains(linked, "pushmark/judge/seal") {
		t.Errorf("it is no servant: %q", linked)
	}
	for _, name := range []string{"net", "net/http", "crypto/tls", "testing"} {
		if slices.Contains(linked, name) {
			t.Errorf("it links %s", name)
		}
	}
}
