package plugin

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// readable are the service's resources by their first word, and whether a name or id may follow. What follows is one id, even
// where it has slashes: Grafana hands paths over unescaped.
var readable = map[string]struct{ alone, withID bool }{
	"projects": {true, true},
	"runs":     {true, true},
	"sessions": {true, true},
	"tasks":    {false, true},
	"lookup":   {false, true},
	"events":   {true, false},
}

// readPath is the service's path of a resource that may be read, escaped, below /api/v1.
func readPath(path string) (string, bool) {
	kind, id, found := strings.Cut(path, "/")
	allowed, known := readable[kind]
	switch {
	case !known || found != (id != "") || found && !allowed.withID || !found && !allowed.alone:
		return "", false
	case !found:
		return kind, true
	case traverses(id):
		return "", false
	}
	if head, part, whole := cutLast(id); whole && kind == "runs" && runParts[part] {
		return kind + "/" + url.PathEscape(head) + "/" + part, true
	}
	return kind + "/" + url.PathEscape(id), true
}

// runParts are what may be read of a run by itself.
var runParts = map[string]bool{"control": true, "report": true}

// cutLast cuts at the last slash; found only where both sides say something.
func cutLast(path string) (head, last string, found bool) {
	at := strings.LastIndexByte(path, '/')
	if at <= 0 || at == len(path)-1 {
		return path, "", false
	}
	return path[:at], path[at+1:], true
}

// closed are paths of the service that nobody controls with: the log-in is for browsers, the doors are for reporters.
var closed = regexp.MustCompile(`^(login|logout|live|hooks|lookup|query)(/|$)`)

// adminOnly is what configures the service, rather than controlling the work.
var adminOnly = regexp.MustCompile(`^(config|configuration|settings|tokens?)(/|$)`)

// controlPath is the service's path of something that controls the work, escaped, below /api/v1.
func controlPath(path string) (string, bool) {
	if traverses(path) || closed.MatchString(path) {
		return "", false
	}
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if part == "" {
			return "", false
		}
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/"), true
}

// traverses is whether a path would mean another one than it says: dots, backslashes, control characters, or one of them
// escaped a second time.
func traverses(path string) bool {
	unescaped, err := url.PathUnescape(path)
	if err != nil {
		unescaped = path // a percent sign that is part of an id
	}
	for _, form := range []string{path, unescaped} {
		if strings.ContainsFunc(form, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
			return true
		}
		for part := range strings.SplitSeq(form, "/") {
			if part == "." || part == ".." {
				return true
			}
		}
	}
	return false
}

func controls(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodDelete
}
