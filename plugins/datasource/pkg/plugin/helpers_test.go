package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const readyNow = `{"state":"ok","version":"9.8.7","api":1,"dependencies":[]}`

// request is what a service was asked.
type request struct {
	method, path, query string
	header              http.Header
	body                string
}

// fake is a service whose answers a test makes up. Health is answered well unless the test says otherwise.
type fake struct {
	*httptest.Server
	mutex  sync.Mutex
	asked  []request
	routes map[string]http.HandlerFunc
}

func newFake(t *testing.T, routes map[string]http.HandlerFunc) *fake {
	t.Helper()
	service := &fake{routes: routes}
	service.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		service.mutex.Lock()
		service.asked = append(service.asked, request{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Clone(), string(body)})
		service.mutex.Unlock()
		if answer, found := routes[r.URL.Path]; found {
			answer(w, r)
		} else if r.URL.Path == "/health/ready" {
			_, _ = io.WriteString(w, readyNow)
		} else {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(service.Close)
	return service
}

// to lists what was asked at a path.
func (f *fake) to(path string) []request {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var list []request
	for _, one := range f.asked {
		if one.path == path {
			list = append(list, one)
		}
	}
	return list
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

type secrets map[string]string

func newDatasource(t *testing.T, url string, secret secrets) *Datasource {
	t.Helper()
	settings := backend.DataSourceInstanceSettings{URL: url, UID: "taskmaster", Type: "taskmaster-observability-datasource", Name: "Task-Master", JSONData: json.RawMessage(`{"timeout":5}`), DecryptedSecureJSONData: secret}
	made, err := Factory("1.2.3")(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	datasource, ok := made.(*Datasource)
	if !ok {
		t.Fatalf("the factory made a %T", made)
	}
	t.Cleanup(datasource.Dispose)
	return datasource
}

func as(role, login string) backend.PluginContext {
	return backend.PluginContext{OrgID: 7, User: &backend.User{Login: login, Role: role}}
}

var from, to = time.UnixMilli(1795200000000), time.UnixMilli(1795203600000)

func query(refID, queryType, model string) backend.DataQuery {
	return backend.DataQuery{
		RefID: refID, QueryType: queryType, JSON: json.RawMessage(model),
		TimeRange: backend.TimeRange{From: from, To: to}, Interval: 15 * time.Second, MaxDataPoints: 500,
	}
}

func ask(t *testing.T, datasource *Datasource, req *backend.QueryDataRequest) backend.Responses {
	t.Helper()
	answer, err := datasource.QueryData(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Responses
}

func askOne(t *testing.T, datasource *Datasource) backend.DataResponse {
	t.Helper()
	req := &backend.QueryDataRequest{Queries: []backend.DataQuery{query("A", "tasks", `{"query":{"limit":1}}`)}}
	return ask(t, datasource, req)["A"]
}

// call asks for a resource and gives its only answer.
func call(t *testing.T, datasource *Datasource, req *backend.CallResourceRequest) *backend.CallResourceResponse {
	t.Helper()
	var answers []*backend.CallResourceResponse
	send := backend.CallResourceResponseSenderFunc(func(answer *backend.CallResourceResponse) error {
		answers = append(answers, answer)
		return nil
	})
	if err := datasource.CallResource(context.WithoutCancel(t.Context()), req, send); err != nil {
		t.Fatal(err)
	}
	if len(answers) != 1 {
		t.Fatalf("%d answers were sent", len(answers))
	}
	return answers[0]
}
