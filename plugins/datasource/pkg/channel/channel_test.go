package channel

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
	"unicode/utf8"
)

// fixture is shared with contract/channel-path.ts.
type fixture struct {
	Pairs      []struct{ Channel, Path string }
	NoChannels []string
	NoPaths    []string
}

func read(t *testing.T) fixture {
	t.Helper()
	body, err := os.ReadFile("../../../../contract/channel-path.fixture.json")
	if err != nil {
		t.Fatal(err)
	}
	var read fixture
	if err := json.Unmarshal(body, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Pairs) < 10 || len(read.NoPaths) < 10 {
		t.Fatalf("the fixture has lost its examples: %d pairs, %d refused paths", len(read.Pairs), len(read.NoPaths))
	}
	return read
}

func TestSharedExamples(t *testing.T) {
	examples := read(t)
	for _, pair := range examples.Pairs {
		if path, ok := Encode(pair.Channel); !ok || path != pair.Path {
			t.Errorf("Encode(%q) = %q, %v; want %q", pair.Channel, path, ok, pair.Path)
		}
		if channel, ok := Decode(pair.Path); !ok || channel != pair.Channel {
			t.Errorf("Decode(%q) = %q, %v; want %q", pair.Path, channel, ok, pair.Channel)
		}
	}
	for _, name := range examples.NoChannels {
		if path, ok := Encode(name); ok {
			t.Errorf("Encode(%q) = %q, but there is no such channel", name, path)
		}
	}
	for _, path := range examples.NoPaths {
		if channel, ok := Decode(path); ok {
			t.Errorf("Decode(%q) = %q, but Encode does not write that path", path, channel)
		}
	}
}

// Grafana's own rule for the path of a channel.
var allowed = regexp.MustCompile(`^[A-Za-z0-9_\-/=.]+$`)

func FuzzEveryIDComesBack(f *testing.F) {
	for _, id := range []string{"a", "größe", "=41", "%2F", "a/b", "\x00", "..", " ", "🚀", "\xff"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		path, ok := Encode("run/" + id)
		if ok != (id != "" && utf8.ValidString(id)) {
			t.Fatalf("Encode of %q said %v", id, ok)
		}
		if !ok {
			return
		}
		if !allowed.MatchString(path) {
			t.Fatalf("Grafana refuses the path %q", path)
		}
		if channel, ok := Decode(path); !ok || channel != "run/"+id {
			t.Fatalf("%q became %q, %v", id, channel, ok)
		}
	})
}

func FuzzOnePathAChannel(f *testing.F) {
	for _, path := range []string{"projects", "run/=41", "run/=4", "run/=C3=B6", "run/=ff", "project/a/b", "run/="} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		channel, ok := Decode(path)
		if !ok {
			return
		}
		if again, ok := Encode(channel); !ok || again != path {
			t.Fatalf("%q means %q, whose path is %q", path, channel, again)
		}
	})
}
