package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

// healthDetails is what Grafana shows below the sentence, and what the configuration page reads.
type healthDetails struct {
	// Cause is settings, control-token, down, degraded, no-project, ok, or that of a service.Fault.
	Cause string `json:"cause"`
	// URL is only told to admins.
	URL            string               `json:"url,omitempty"`
	PluginVersion  string               `json:"pluginVersion"`
	PluginAPI      int                  `json:"pluginApi"`
	ServiceVersion string               `json:"serviceVersion,omitempty"`
	ServiceAPI     *int                 `json:"serviceApi,omitempty"`
	State          string               `json:"state,omitempty"`
	Dependencies   []service.Dependency `json:"dependencies,omitempty"`
	Projects       *int                 `json:"projects,omitempty"`
	// Verbose is shown by Grafana behind “details”.
	Verbose string `json:"verboseMessage,omitempty"`
}

// mostProjects are counted; more are said as “or more”.
const mostProjects = 1000

// CheckHealth says in a sentence whether the datasource works, and if not, what to do.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	details := healthDetails{PluginVersion: d.version, PluginAPI: service.APIVersion}
	if d.settingsFault != nil {
		return verdict(backend.HealthStatusError, d.settingsFault.Error(), "settings", details), nil
	}
	caller := service.CallerOf(req.PluginContext, service.Headers(req.Headers, req.GetHTTPHeaders()))

	if sees(req.PluginContext.User) {
		details.URL = d.client.Address()
	}

	ready, err := d.client.Ready(ctx, caller)
	if err != nil {
		return failed(err, details), nil
	}
	details.ServiceVersion, details.ServiceAPI = ready.Version, ready.API
	details.State, details.Dependencies = ready.State, ready.Dependencies
	if fault := ready.Mismatch(); fault != nil {
		return verdict(backend.HealthStatusError, fault.Sentence, "version", details), nil
	}
	if ready.State == "down" {
		return verdict(backend.HealthStatusError, "The Task-Master Observability service runs, but cannot work: "+troubles(ready)+".", "down", details), nil
	}
	projects, err := d.client.Projects(ctx, caller, mostProjects)
	if err != nil {
		return failed(err, details), nil
	}
	if err := d.client.CheckControlToken(ctx, caller); err != nil {
		details.Verbose = verbose(err, details.URL)
		return verdict(backend.HealthStatusError, service.AsFault(err).Sentence, "control-token", details), nil
	}
	return connected(ready, projects.Body, details), nil
}

func connected(ready service.Ready, body []byte, details healthDetails) *backend.CheckHealthResult {
	var list []json.RawMessage
	if err := json.Unmarshal(body, &list); err != nil {
		details.Verbose = err.Error()
		return verdict(backend.HealthStatusError, "The Task-Master Observability service answered with a list of projects that cannot be read. Update the older of plugin and service.", "version", details)
	}
	count := len(list)
	details.Projects = &count
	sentence := "Connected to Task-Master Observability " + ready.Version
	switch {
	case ready.State != "ok":
		return verdict(backend.HealthStatusOk, sentence+", which works only in part: "+troubles(ready)+".", "degraded", details)
	case count == 0:
		return verdict(backend.HealthStatusOk, sentence+". It knows no project yet: run “taskmaster-observe start --project FOLDER” with a project's folder, or “taskmaster-observe monitor-init” in it.", "no-project", details)
	case count == 1:
		return verdict(backend.HealthStatusOk, sentence+": 1 project.", "ok", details)
	case count == mostProjects:
		return verdict(backend.HealthStatusOk, fmt.Sprintf("%s: %d or more projects.", sentence, count), "ok", details)
	default:
		return verdict(backend.HealthStatusOk, fmt.Sprintf("%s: %d projects.", sentence, count), "ok", details)
	}
}

// troubles lists what is not well, each in the service's own sentence.
func troubles(ready service.Ready) string {
	var list []string
	for _, one := range ready.Dependencies {
		if one.State != "ok" {
			list = append(list, one.Name+": "+strings.TrimRight(one.Text, "."))
		}
	}
	if len(list) == 0 {
		return "it does not say why, its log does"
	}
	return strings.Join(list, "; ")
}

func failed(err error, details healthDetails) *backend.CheckHealthResult {
	fault := service.AsFault(err)
	details.Verbose = verbose(err, details.URL)
	return verdict(backend.HealthStatusError, fault.Sentence, fault.Cause, details)
}

// sees is whether somebody may see where the service is: Grafana lets viewers ask for the health as well.
func sees(user *backend.User) bool {
	return user == nil || user.Role == "Admin"
}

// verbose is what lies beneath an error; it often names the address, and is kept from those who may not see that.
func verbose(err error, address string) string {
	if address == "" {
		return ""
	}
	if detail := errors.Unwrap(err); detail != nil {
		return detail.Error()
	}
	return ""
}

func verdict(status backend.HealthStatus, sentence, cause string, details healthDetails) *backend.CheckHealthResult {
	details.Cause = cause
	written, err := json.Marshal(details)
	if err != nil {
		written = nil // the sentence is what matters
	}
	return &backend.CheckHealthResult{Status: status, Message: sentence, JSONDetails: written}
}
