package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const frame = `{"schema":{"name":"n","fields":[{"name":"value","type":"number","typeInfo":{"frame":"float64"},"labels":{"type":"input"}}]},"data":{"values":[[42]]}}`

// echo answers every query of a request with a frame.
func echo(w http.ResponseWriter, _ *http.Request, body string) {
	var asked struct{ Queries []struct{ RefID string } }
	if err := json.Unmarshal([]byte(body), &asked); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	parts := []string{}
	for _, one := range asked.Queries {
		name, _ := json.Marshal(one.RefID)
		parts = append(parts, string(name)+`:{"status":200,"frames":[`+frame+`]}`)
	}
	_, _ = io.WriteString(w, `{"results":{`+strings.Join(parts, ",")+`}}`)
}

func echoing(t *testing.T) *fake {
	t.Helper()
	var service *fake
	service = newFake(t, map[string]http.HandlerFunc{"/api/v1/query": func(w http.ResponseWriter, r *http.Request) {
		service.mutex.Lock()
		body := service.asked[len(service.asked)-1].body
		service.mutex.Unlock()
		echo(w, r, body)
	}})
	return service
}

func TestOneRequestForAllQueries(t *testing.T) {
	service := echoing(t)
	datasource := newDatasource(t, service.URL+"/", secrets{"apiToken": " tok "})
	later := query("B", "metric", `{"refId":"B","datasource":{"uid":"x"},"query":{"metric":"m"},"intervalMs":1,"more":true}`)
	later.TimeRange = backend.TimeRange{From: from.Add(time.Hour), To: to.Add(time.Hour)}
	later.MaxDataPoints, later.Interval = 2_000_000, 0
	hidden := query("H", "tasks", `{"hide":true,"query":{}}`)
	req := &backend.QueryDataRequest{
		PluginContext: as("Editor", "jo\r\nx: ü%"),
		Headers:       map[string]string{"http_X-Dashboard-Uid": "dash", "http_X-Panel-Id": "4", "http_Cookie": "grafana_session=s", "http_Authorization": "Bearer user", "http_X-Grafana-Id": "id"},
		Queries:       []backend.DataQuery{query("A", "tasks", `{"query":{"project":"p"}}`), later, hidden, query("E", "", `{"refId":"E"}`)},
	}
	responses := ask(t, datasource, req)

	posts := service.to("/api/v1/query")
	if len(posts) != 1 {
		t.Fatalf("%d requests were made", len(posts))
	}
	want := `{"queries":[{"refId":"A","queryType":"tasks","timeRange":{"from":1795200000000,"to":1795203600000},"intervalMs":15000,"maxDataPoints":500,"query":{"project":"p"}},` +
		`{"refId":"B","queryType":"metric","timeRange":{"from":1795203600000,"to":1795207200000},"maxDataPoints":100000,"query":{"metric":"m"}}]}`
	if posts[0].body != want {
		t.Errorf("asked\n%s, want\n%s", posts[0].body, want)
	}
	for name, value := range map[string]string{
		"Authorization": "Bearer tok", "X-Grafana-User": "jo%0D%0Ax:%20%C3%BC%25", "X-Grafana-Role": "Editor", "X-Grafana-Org-Id": "7",
		"X-Grafana-Dashboard-Uid": "dash", "X-Grafana-Panel-Id": "4", "X-Grafana-From-Alert": "", "Cookie": "", "X-Grafana-Id": "",
		"User-Agent": "taskmaster-observability-datasource/1.2.3", "Content-Type": "application/json",
	} {
		if got := posts[0].header.Get(name); got != value {
			t.Errorf("header %s is %q, want %q", name, got, value)
		}
	}
	for _, refID := range []string{"A", "B"} {
		one := responses[refID]
		if one.Error != nil || one.Status != 200 || len(one.Frames) != 1 || one.Frames[0].RefID != refID || one.Frames[0].Fields[0].Labels["type"] != "input" {
			t.Errorf("%s was answered %+v", refID, one)
		}
	}
	for _, refID := range []string{"H", "E"} {
		if one, found := responses[refID]; !found || one.Error != nil || one.Status != 200 || len(one.Frames) != 0 {
			t.Errorf("%s, which asks nothing, was answered %+v", refID, one)
		}
	}
}

// The scheduler of alert rules has no user, says where it comes from, and keeps the type in the model only.
func TestAlertRules(t *testing.T) {
	service := echoing(t)
	datasource := newDatasource(t, service.URL, nil)
	rule := query("A", "", `{"refId":"A","queryType":"metric","query":{"metric":"m","instant":true},"intervalMs":1000,"maxDataPoints":43200}`)
	responses := ask(t, datasource, &backend.QueryDataRequest{
		PluginContext: backend.PluginContext{OrgID: 1},
		Headers:       map[string]string{"FromAlert": "true"},
		Queries:       []backend.DataQuery{rule},
	})
	if responses["A"].Error != nil || len(responses["A"].Frames) != 1 {
		t.Fatalf("answered %+v", responses["A"])
	}
	post := service.to("/api/v1/query")[0]
	if post.header.Get("X-Grafana-From-Alert") != "true" || post.header.Get("X-Grafana-User") != "" || !strings.Contains(post.body, `"queryType":"metric"`) {
		t.Errorf("asked %s with %v", post.body, post.header)
	}
}

func TestManyAndOddQueries(t *testing.T) {
	service := echoing(t)
	datasource := newDatasource(t, service.URL, nil)
	var queries []backend.DataQuery
	for i := range 230 {
		queries = append(queries, query(fmt.Sprint("q", i), "tasks", `{}`))
	}
	odd := map[string]backend.DataQuery{
		"bad":                    query("bad", "tasks", `{"query":`),
		"typeless":               query("typeless", "", `{"query":{"project":"p"}}`),
		strings.Repeat("n", 129): query(strings.Repeat("n", 129), "tasks", `{}`),
	}
	for _, one := range odd {
		queries = append(queries, one)
	}
	queries = append(queries, query("q0", "runs", `{}`))
	responses := ask(t, datasource, &backend.QueryDataRequest{Queries: queries})

	if posts := len(service.to("/api/v1/query")); posts != 3 {
		t.Errorf("%d requests were made for 229 queries, of which 100 fit into one", posts)
	}
	for i := range 230 {
		one := responses[fmt.Sprint("q", i)]
		if twice := i == 0; (one.Error != nil) != twice {
			t.Fatalf("q%d was answered %+v", i, one)
		}
	}
	for refID := range odd {
		if one := responses[refID]; one.Error == nil || one.Status != 400 || one.ErrorSource != backend.ErrorSourcePlugin {
			t.Errorf("%.20s was answered %+v", refID, one)
		}
	}
	if len(service.to("/health/ready")) != 1 {
		t.Errorf("the version was asked %d times", len(service.to("/health/ready")))
	}
}

// What nobody waits for any more is given up in the service as well.
func TestCancellationIsPassedOn(t *testing.T) {
	arrived, left := make(chan struct{}), make(chan struct{})
	service := newFake(t, map[string]http.HandlerFunc{"/api/v1/query": func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(left)
	}})
	datasource := newDatasource(t, service.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := datasource.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{query("A", "tasks", `{}`)}})
	if !errors.Is(err, context.Canceled) || !backend.IsDownstreamError(err) {
		t.Errorf("ended with %v", err)
	}
	<-left
}
