package plugin

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func check(t *testing.T, datasource *Datasource, role string) (*backend.CheckHealthResult, healthDetails) {
	t.Helper()
	result, err := datasource.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: as(role, "jo")})
	if err != nil {
		t.Fatal(err)
	}
	var details healthDetails
	if err := json.Unmarshal(result.JSONDetails, &details); err != nil {
		t.Fatal(err)
	}
	return result, details
}

func TestHealthInSentences(t *testing.T) {
	const ok, bad = backend.HealthStatusOk, backend.HealthStatusError
	degraded := `{"state":"degraded","version":"9.8.7","api":1,"dependencies":[{"name":"journal","state":"ok","text":"in order"},{"name":"logs","state":"down","text":"Elasticsearch does not answer."}]}`
	needsToken := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer right" {
			says(401, `{"message":"no"}`)(w, r)
			return
		}
		says(200, `[{"id":"a"},{"id":"b"}]`)(w, r)
	}
	control := func(w http.ResponseWriter, _ *http.Request) { says(200, `{"level":"read"}`)(w, nil) }
	for name, one := range map[string]struct {
		routes map[string]http.HandlerFunc
		secret secrets
		status backend.HealthStatus
		cause  string
		text   string
	}{
		"well":            {map[string]http.HandlerFunc{"/api/v1/projects": needsToken}, secrets{"apiToken": "right"}, ok, "ok", `^Connected to Task-Master Observability 9\.8\.7: 2 projects\.$`},
		"no token":        {map[string]http.HandlerFunc{"/api/v1/projects": needsToken}, nil, bad, "token", `asks for an API token`},
		"wrong token":     {map[string]http.HandlerFunc{"/api/v1/projects": needsToken}, secrets{"apiToken": "wrong"}, bad, "token", `refuses the datasource's API token`},
		"wrong control":   {map[string]http.HandlerFunc{"/api/v1/projects": needsToken, "/api/v1/login": control}, secrets{"apiToken": "right", "controlToken": "right"}, bad, "control-token", `the control token .* is not the right one`},
		"no project":      {map[string]http.HandlerFunc{"/api/v1/projects": says(200, `[]`)}, nil, ok, "no-project", `knows no project yet: run “taskmaster-observe start --project`},
		"degraded":        {map[string]http.HandlerFunc{"/health/ready": says(200, degraded), "/api/v1/projects": says(200, `[{}]`)}, nil, ok, "degraded", `works only in part: logs: Elasticsearch does not answer\.$`},
		"down":            {map[string]http.HandlerFunc{"/health/ready": says(503, strings.Replace(degraded, "degraded", "down", 1))}, nil, bad, "down", `runs, but cannot work: logs: Elasticsearch does not answer\.$`},
		"newer":           {map[string]http.HandlerFunc{"/health/ready": says(200, `{"state":"ok","version":"3.0.0","api":3,"dependencies":[]}`)}, nil, bad, "version", `Update the plugin`},
		"something else":  {map[string]http.HandlerFunc{"/health/ready": says(200, `{"database":"ok","version":"11.0.0"}`)}, nil, bad, "other-service", `Something else than Task-Master Observability answers`},
		"a web page":      {map[string]http.HandlerFunc{"/health/ready": says(404, `<html>`)}, nil, bad, "other-service", `Something else`},
		"a proxy's no":    {map[string]http.HandlerFunc{"/health/ready": says(403, `{"message":"VPN only."}`)}, nil, bad, "refused", `refuses Grafana: VPN only\.`},
		"strange answers": {map[string]http.HandlerFunc{"/api/v1/projects": says(200, `{"data":[]}`)}, nil, bad, "version", `cannot be read`},
	} {
		t.Run(name, func(t *testing.T) {
			service := newFake(t, one.routes)
			result, details := check(t, newDatasource(t, service.URL, one.secret), "Admin")
			if result.Status != one.status || details.Cause != one.cause || !regexp.MustCompile(one.text).MatchString(result.Message) {
				t.Errorf("%s, %s: %s", result.Status, details.Cause, result.Message)
			}
			if details.URL != service.URL || details.PluginAPI != 1 || details.PluginVersion != "1.2.3" {
				t.Errorf("details %+v", details)
			}
		})
	}
}

func TestHealthOfNoService(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	result, details := check(t, newDatasource(t, closed.URL, nil), "Admin")
	if result.Status != backend.HealthStatusError || details.Cause != "unreachable" || !strings.Contains(details.Verbose, "connection refused") {
		t.Errorf("%+v: %s", details, result.Message)
	}
	result, details = check(t, newDatasource(t, " ", nil), "Admin")
	if details.Cause != "settings" || !strings.Contains(result.Message, "has no URL") {
		t.Errorf("%+v: %s", details, result.Message)
	}
}

// Grafana lets viewers ask for the health; where the service is stays with those who may see the settings. Secrets with nobody.
func TestHealthKeepsToItself(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	result, _ := check(t, newDatasource(t, closed.URL, secrets{"apiToken": "s3cret"}), "Viewer")
	if said := result.Message + string(result.JSONDetails); strings.Contains(said, strings.TrimPrefix(closed.URL, "http://")) || strings.Contains(said, "s3cret") {
		t.Errorf("a viewer is told %s", said)
	}
}
