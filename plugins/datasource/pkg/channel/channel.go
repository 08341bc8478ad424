// Package channel translates between channels of the service and paths of Grafana Live.
package channel

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Encode writes a channel of the service (projects, project/<id>, run/<id>) as a path of Grafana Live, which takes only
// A-Z a-z 0-9 _ - . = and /: every other byte of an id becomes =XX. It is false for any other name.
func Encode(name string) (string, bool) {
	if name == "projects" {
		return name, true
	}
	kind, id, found := strings.Cut(name, "/")
	if !found || !named(kind) || id == "" || !utf8.ValidString(id) {
		return "", false
	}
	return kind + "/" + encodeID(id), true
}

// Decode is the channel that a path stands for. It is false for a path that Encode does not write: one channel has one
// path, so that all its viewers share one stream.
func Decode(path string) (string, bool) {
	if path == "projects" {
		return path, true
	}
	kind, text, found := strings.Cut(path, "/")
	if !found || !named(kind) || text == "" {
		return "", false
	}
	id, good := decodeID(text)
	if !good || encodeID(id) != text {
		return "", false
	}
	return kind + "/" + id, true
}

func named(kind string) bool {
	return kind == "project" || kind == "run"
}

func plain(b byte) bool {
	return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b == '.' || b == '-'
}

func encodeID(id string) string {
	var text strings.Builder
	for i := range len(id) {
		if plain(id[i]) {
			text.WriteByte(id[i])
		} else {
			fmt.Fprintf(&text, "=%02X", id[i])
		}
	}
	return text.String()
}

func decodeID(text string) (string, bool) {
	id := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case plain(text[i]):
			id = append(id, text[i])
		case text[i] == '=' && i+2 < len(text):
			high, low := digit(text[i+1]), digit(text[i+2])
			if high < 0 || low < 0 {
				return "", false
			}
			id = append(id, byte(high<<4|low))
			i += 2
		default:
			return "", false
		}
	}
	return string(id), utf8.Valid(id)
}

func digit(b byte) int {
	return strings.IndexByte("0123456789ABCDEF", b)
}
