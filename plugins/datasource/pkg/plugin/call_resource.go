package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

// mostControlBytes of a request that controls.
const mostControlBytes = 1 << 20

// passedHeaders of the service's answers; cookies and what belongs to one connection stay behind.
var passedHeaders = []string{"Content-Type", "Cache-Control", "Etag", "Last-Modified", "Retry-After"}

// refusal is an answer of the plugin's own, in the shape of the service's errors.
type refusal struct {
	StatusCode int    `json:"statusCode"`
	Error      string `json:"error"`
	Code       string `json:"code"`
	Message    string `json:"message"`
}

// CallResource passes look-ups on to everybody who may query, and what controls the work to editors and admins.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	resource, no := d.resourceOf(req)
	if no != nil {
		return refuse(sender, *no, "")
	}
	caller := service.CallerOf(req.PluginContext, service.Headers(nil, req.GetHTTPHeaders()))
	answer, err := d.client.Resource(ctx, caller, resource)
	if err != nil {
		if ctx.Err() == context.Canceled {
			return err
		}
		fault := service.AsFault(err)
		backend.Logger.FromContext(ctx).Debug("A resource has no answer", "path", req.Path, "error", fault.Sentence, "detail", fault.Detail)
		return refuse(sender, refusal{StatusCode: fault.Status, Code: "UPSTREAM", Message: fault.Sentence}, fault.RetryAfter)
	}
	headers := map[string][]string{"X-Content-Type-Options": {"nosniff"}}
	for _, name := range passedHeaders {
		if values := answer.Header.Values(name); len(values) > 0 {
			headers[name] = values
		}
	}
	return sender.Send(&backend.CallResourceResponse{Status: answer.Status, Headers: headers, Body: answer.Body})
}

// resourceOf is what the service is to be asked, or why it is not.
func (d *Datasource) resourceOf(req *backend.CallResourceRequest) (service.Resource, *refusal) {
	if d.settingsFault != nil {
		return service.Resource{}, &refusal{StatusCode: http.StatusBadGateway, Code: "SETTINGS", Message: d.settingsFault.Error()}
	}
	path := strings.TrimPrefix(req.Path, "/")
	query := ""
	if _, asked, found := strings.Cut(req.URL, "?"); found && asked != "" { // the path before it is escaped
		query = "?" + asked
	}
	if rest, found := strings.CutPrefix(path, "control/"); found {
		return d.controlOf(req, rest, query)
	}
	allowed, known := readPath(path)
	switch {
	case !known:
		return service.Resource{}, nothingAt(path)
	case req.Method != http.MethodGet:
		return service.Resource{}, &refusal{StatusCode: http.StatusMethodNotAllowed, Code: "METHOD", Message: "This resource can only be read (GET); what controls the work is below control/."}
	}
	return service.Resource{Method: req.Method, Path: allowed + query}, nil
}

func (d *Datasource) controlOf(req *backend.CallResourceRequest, path, query string) (service.Resource, *refusal) {
	allowed, known := controlPath(path)
	user := req.PluginContext.User
	switch {
	case !known:
		return service.Resource{}, nothingAt("control/" + path)
	case !controls(req.Method):
		return service.Resource{}, &refusal{StatusCode: http.StatusMethodNotAllowed, Code: "METHOD", Message: "What controls the work takes POST, PUT or DELETE."}
	case user == nil || user.Role != "Admin" && user.Role != "Editor":
		return service.Resource{}, &refusal{StatusCode: http.StatusForbidden, Code: "ROLE", Message: "This needs the role Editor or Admin in Grafana: viewers look, editors control."}
	case adminOnly.MatchString(path) && user.Role != "Admin":
		return service.Resource{}, &refusal{StatusCode: http.StatusForbidden, Code: "ROLE", Message: "This needs the role Admin in Grafana: editors control, admins configure."}
	case !d.client.CanControl():
		return service.Resource{}, &refusal{StatusCode: http.StatusPreconditionFailed, Code: "NO_CONTROL_TOKEN", Message: "The datasource has no control token, so that nothing can be controlled from Grafana. An admin enters it in the datasource's settings; “taskmaster-observe token” prints it."}
	case len(req.Body) > mostControlBytes:
		return service.Resource{}, &refusal{StatusCode: http.StatusRequestEntityTooLarge, Code: "TOO_LARGE", Message: "The body is larger than 1 MB."}
	}
	resource := service.Resource{Method: req.Method, Path: allowed + query, Body: req.Body, Actor: actorOf(user)}
	if len(req.Body) > 0 {
		resource.ContentType = "application/json"
	}
	return resource, nil
}

// actorOf is never empty: the service records who did it. An anonymous editor has no login.
func actorOf(user *backend.User) string {
	for _, name := range []string{user.Login, user.Email, user.Name} {
		if name != "" {
			return name
		}
	}
	return "anonymous " + user.Role
}

func nothingAt(path string) *refusal {
	if len(path) > 100 {
		path = path[:100] + "…"
	}
	return &refusal{StatusCode: http.StatusNotFound, Code: "NOT_FOUND", Message: "The datasource passes nothing on at “" + strings.ToValidUTF8(path, "?") + "”."}
}

func refuse(sender backend.CallResourceResponseSender, no refusal, retryAfter string) error {
	no.Error = http.StatusText(no.StatusCode)
	body, err := json.Marshal(no)
	if err != nil {
		return err
	}
	headers := map[string][]string{"Content-Type": {"application/json; charset=utf-8"}, "Cache-Control": {"no-store"}}
	if retryAfter != "" {
		headers["Retry-After"] = []string{retryAfter}
	}
	return sender.Send(&backend.CallResourceResponse{Status: no.StatusCode, Headers: headers, Body: body})
}
