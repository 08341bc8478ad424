package plugin

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func get(path, query string) *backend.CallResourceRequest {
	address := (&url.URL{Path: path, RawQuery: query}).String() // as Grafana writes it
	return &backend.CallResourceRequest{PluginContext: as("Viewer", "vi"), Method: http.MethodGet, Path: path, URL: address, Headers: map[string][]string{"Cookie": {"grafana_session=s"}, "Authorization": {"Bearer user"}}}
}

// messageOf is the sentence of a refusal.
func messageOf(t *testing.T, answer *backend.CallResourceResponse) string {
	t.Helper()
	var said refusal
	if err := json.Unmarshal(answer.Body, &said); err != nil || said.StatusCode != answer.Status || said.Error == "" || said.Code == "" {
		t.Fatalf("%s is no refusal: %v", answer.Body, err)
	}
	return said.Message
}

func TestReadingIsPassedOn(t *testing.T) {
	service := newFake(t, nil)
	service.Config.Handler = wrap(service.Config.Handler, func(w http.ResponseWriter) {
		w.Header().Set("Set-Cookie", "taskmaster_observe=1")
		w.Header().Set("X-Inside", "1")
	})
	datasource := newDatasource(t, service.URL, secrets{"apiToken": "tok"})
	for path, want := range map[string]string{
		"projects": "projects", "runs": "runs", "events": "events", "sessions": "sessions",
		"lookup/label-values":    "lookup/label-values",
		"projects/my app":        "projects/my%20app",
		"runs/p.2026T00:00Z":     "runs/p.2026T00:00Z",
		"runs/p.2026/control":    "runs/p.2026/control",
		"runs/a b/c/report":      "runs/a%20b%2Fc/report",
		"runs/p/other":           "runs/p%2Fother",
		"tasks/shop/master/5.2":  "tasks/shop%2Fmaster%2F5.2",
		"tasks/a?b#c/100%/größe": "tasks/a%3Fb%23c%2F100%25%2Fgr%C3%B6%C3%9Fe",
	} {
		answer := call(t, datasource, get(path, "limit=2&label=a%26b"))
		asked := service.to("/api/v1/" + want)
		if len(asked) != 1 {
			t.Errorf("%s did not ask for %s: %d %s", path, want, answer.Status, answer.Body)
			continue
		}
		if asked[0].query != "limit=2&label=a%26b" || asked[0].header.Get("Authorization") != "Bearer tok" || asked[0].header.Get("Cookie") != "" {
			t.Errorf("%s asked %s with %v", path, asked[0].query, asked[0].header)
		}
		if answer.Headers["Set-Cookie"] != nil || answer.Headers["X-Inside"] != nil || answer.Headers["Content-Type"] == nil {
			t.Errorf("%s gave the headers %v", path, answer.Headers)
		}
	}
}

func wrap(next http.Handler, before func(http.ResponseWriter)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before(w)
		next.ServeHTTP(w, r)
	})
}

func TestNothingElseIsReached(t *testing.T) {
	service := newFake(t, nil)
	datasource := newDatasource(t, service.URL, secrets{"controlToken": "c"})
	for _, path := range []string{
		"", "/", "metrics", "live", "login", "query", "hooks/claude-code", "purge", "tasks", "lookup", "lookup/", "events/1", "projects/",
		"projects/..", "projects/../../metrics", "projects/./x", "lookup/%2e%2e/%2e%2e/metrics", "runs/..\\..", "runs/a\nb", "../metrics",
		"control", "controls/x", "Projects",
	} {
		answer := call(t, datasource, get(path, ""))
		if answer.Status != 404 || !strings.Contains(messageOf(t, answer), "passes nothing on") {
			t.Errorf("%q was answered %d %s", path, answer.Status, answer.Body)
		}
	}
	for _, path := range []string{"control/login", "control/logout", "control/hooks/claude-code", "control/..", "control/runs/../purge", "control//purge", "control/", "control/%2e%2e/x", "control/query"} {
		req := get(path, "")
		req.PluginContext, req.Method = as("Admin", "ad"), http.MethodPost
		if answer := call(t, datasource, req); answer.Status != 404 {
			t.Errorf("%q was answered %d %s", path, answer.Status, answer.Body)
		}
	}
	posted := get("projects", "")
	posted.Method = http.MethodPost
	if answer := call(t, datasource, posted); answer.Status != 405 {
		t.Errorf("a POST to what is only read was answered %d", answer.Status)
	}
	if len(service.asked) != 0 {
		t.Errorf("the service was asked %v", service.asked)
	}
}

func TestWhoControls(t *testing.T) {
	service := newFake(t, map[string]http.HandlerFunc{"/api/v1/purge": says(200, `{"ok":true}`), "/api/v1/config": says(200, `{}`)})
	datasource := newDatasource(t, service.URL, secrets{"apiToken": "read", "controlToken": "control"})
	post := func(user *backend.User, path string) *backend.CallResourceResponse {
		req := &backend.CallResourceRequest{PluginContext: backend.PluginContext{OrgID: 1, User: user}, Method: http.MethodPost, Path: path, URL: path, Body: []byte(`{"run":"r"}`)}
		return call(t, datasource, req)
	}
	for name, user := range map[string]*backend.User{"viewer": {Login: "vi", Role: "Viewer"}, "nobody": nil, "no role": {Login: "x"}, "lower case": {Login: "x", Role: "admin"}} {
		answer := post(user, "control/purge")
		if answer.Status != 403 || !strings.Contains(messageOf(t, answer), "Editor or Admin") {
			t.Errorf("%s was answered %d %s", name, answer.Status, answer.Body)
		}
	}
	if len(service.asked) != 0 {
		t.Fatalf("the service was asked %v", service.asked)
	}
	for _, user := range []*backend.User{{Login: "ed", Role: "Editor"}, {Login: "ad", Role: "Admin"}} {
		if answer := post(user, "control/purge"); answer.Status != 200 || string(answer.Body) != `{"ok":true}` {
			t.Errorf("%s was answered %d %s", user.Login, answer.Status, answer.Body)
		}
	}
	asked := service.to("/api/v1/purge")
	if len(asked) != 2 || asked[0].header.Get("Authorization") != "Bearer control" || asked[0].header.Get("X-Taskmaster-Actor") != "ed" || asked[0].body != `{"run":"r"}` || asked[0].header.Get("Content-Type") != "application/json" {
		t.Errorf("the service was asked %v", asked)
	}
	if answer := post(&backend.User{Login: "ed", Role: "Editor"}, "control/config"); answer.Status != 403 || !strings.Contains(messageOf(t, answer), "admins configure") {
		t.Errorf("an editor configures: %d", answer.Status)
	}
	if answer := post(&backend.User{Login: "ad", Role: "Admin"}, "control/config"); answer.Status != 200 {
		t.Errorf("an admin does not: %d", answer.Status)
	}
	big := &backend.CallResourceRequest{PluginContext: as("Admin", "ad"), Method: http.MethodPost, Path: "control/purge", URL: "control/purge", Body: make([]byte, mostControlBytes+1)}
	if answer := call(t, datasource, big); answer.Status != 413 {
		t.Errorf("a body that is too large was answered %d", answer.Status)
	}
	without := newDatasource(t, service.URL, secrets{"apiToken": "read"})
	if answer := call(t, without, &backend.CallResourceRequest{PluginContext: as("Admin", "ad"), Method: http.MethodPost, Path: "control/purge", URL: "control/purge"}); answer.Status != 412 || !strings.Contains(messageOf(t, answer), "no control token") {
		t.Errorf("without a control token it was answered %d %s", answer.Status, answer.Body)
	}
}

// The user's own mistakes come through as they are; what is wrong with the datasource is not the user's 401.
func TestAnswersOfTheService(t *testing.T) {
	for _, one := range []struct {
		from, to int
		message  string
	}{
		{200, 200, ""}, {201, 201, ""}, {204, 204, ""}, {304, 502, "redirects"}, {400, 400, ""}, {404, 404, ""}, {409, 409, ""}, {503, 503, ""}, {500, 500, ""},
		{401, 502, "API token"}, {403, 502, "refuses Grafana"}, {421, 502, "refuses Grafana"}, {302, 502, "redirects"},
	} {
		body := `{"message":"Its own."}`
		service := newFake(t, map[string]http.HandlerFunc{"/api/v1/projects": says(one.from, body)})
		answer := call(t, newDatasource(t, service.URL, secrets{"apiToken": "t"}), get("projects", ""))
		switch {
		case answer.Status != one.to:
			t.Errorf("%d became %d", one.from, answer.Status)
		case one.message == "" && one.from != 204 && string(answer.Body) != body:
			t.Errorf("%d lost its body: %s", one.from, answer.Body)
		case one.message != "" && !strings.Contains(messageOf(t, answer), one.message):
			t.Errorf("%d said %s", one.from, answer.Body)
		}
	}
}
